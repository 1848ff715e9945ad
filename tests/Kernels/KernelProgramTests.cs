using GpuFormer.Devices.Cpu;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Compiler.Passes;
using Xunit;

namespace GpuFormer.Tests.Kernels;

/// <summary>Every program of <c>Programs/</c> on the whole way from IL to machine code, judged by ILGPU's CPU accelerator.</summary>
public sealed class KernelProgramTests
{
    public static TheoryData<string> Programs => KernelPrograms.Names;

    [Theory]
    [MemberData(nameof(Programs))]
    public void Every_pass_keeps_what_the_method_does(string name)
    {
        var program = KernelPrograms.Find(name);
        var expected = program.RunByIlgpu();
        var function = program.Translate();
        var stage = "FrontEnd";
        try
        {
            IRValidator.Check(function, IRForm.FrontEnd, stage);
            foreach (var pass in KernelPipeline.Passes)
            {
                stage = pass.Name;
                var next = pass.Run(function, PipelineOptions.Default);
                IRValidator.Check(next, pass.Gives, pass.Name);
                Assert.Equal(expected, program.Interpret(next));
                function = next;
            }
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{stage}: {e.Message}\n{IRPrinter.Print(function)}", e);
        }
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Cpu_device_does_what_the_method_does(string name)
    {
        var program = KernelPrograms.Find(name);
        using var device = new CpuDevice();

        Assert.Equal(program.RunByIlgpu(), program.RunOn(device));
    }
}
