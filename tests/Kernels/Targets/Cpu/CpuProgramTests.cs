using GpuFormer.Devices.Cpu;
using GpuFormer.Kernels.Compiler;
using Xunit;

namespace GpuFormer.Tests.Kernels.Targets.Cpu;

/// <summary>The programs of the language's tests, compiled with and without optimisation, as machine code.</summary>
public sealed class CpuProgramTests
{
    public static TheoryData<string> Names => KernelPrograms.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Compiled_program_does_what_ILGPU_does(string name)
    {
        var program = KernelPrograms.Find(name);
        var expected = program.RunByIlgpu();
        foreach (var lanes in new[] { 0, 1, 4, 8 })
        {
            using var device = new CpuDevice(1, lanes, specialisation => KernelCompiler.Compile(specialisation));
            var actual = program.RunOn(device);
            for (var i = 0; i < expected.Length; i++)
                Assert.True(expected[i].AsSpan().SequenceEqual(actual[i]), $"{name}, {lanes} lanes: view {i} differs.");
        }
    }
}
