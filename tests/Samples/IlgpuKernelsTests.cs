using System.Reflection;
using Xunit;

namespace GpuFormer.Tests.Samples;

/// <summary>The sample for programs of ILGPU.</summary>
public sealed class IlgpuKernelsTests
{
    [Fact]
    public void Sample_runs_three_kernels_on_ILGPU_that_agree_with_plain_loops()
    {
        var program = Assembly.Load("GpuFormer.Samples.IlgpuKernels").EntryPoint!;

        Assert.Equal(0, program.Invoke(null, [Array.Empty<string>()]));
    }
}
