using GpuFormer.Devices.OpenCl;
using GpuFormer.Tests.Ops;
using Silk.NET.OpenCL;
using Xunit;

namespace GpuFormer.Tests.Host.Devices.OpenCl;

/// <summary>The calls of OpenCL that do not go through Silk.NET.</summary>
public sealed unsafe class OpenClLoaderTests
{
    [Theory]
    [OnDevice("opencl")]
    public void Many_threads_build_programs_at_once(string kind)
    {
        Assert.NotEmpty(kind);
        var loader = OpenClLoader.TryLoad(out _)!;
        // There is no program to build: every call has to come back with the driver's error. Through Silk.NET's function
        // for the same call some throw instead, since its list of pinned callbacks is not made for many threads.
        Parallel.For(0, 100_000, _ => Assert.Equal((int)ErrorCodes.InvalidProgram, loader.BuildProgram(0, 0, null, null, 0, 0)));
    }
}
