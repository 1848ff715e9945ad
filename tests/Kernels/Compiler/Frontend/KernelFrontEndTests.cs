using GpuFormer.Kernels.Compiler.IR;
using Xunit;

namespace GpuFormer.Tests.Kernels.Compiler.Frontend;

public sealed class KernelFrontEndTests
{
    public static TheoryData<string> Programs => KernelPrograms.Names;

    [Theory]
    [MemberData(nameof(Programs))]
    public void Translation_does_what_the_method_does(string name)
    {
        var program = KernelPrograms.Find(name);
        var function = program.Translate();
        var expected = program.RunByIlgpu();
        byte[][] actual;
        try
        {
            actual = program.Interpret(function);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(IRPrinter.Print(function, withSource: true), e);
        }

        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(
                expected[i].AsSpan().SequenceEqual(actual[i]), $"View {i} differs.\n{IRPrinter.Print(function, true)}");
        }
    }
}
