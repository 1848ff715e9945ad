using System.Globalization;
using GpuFormer.Devices.Cpu;
using GpuFormer.Kernels.Compiler;
using GpuFormer.Models;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Devices.Cpu;

/// <summary>
/// No kernel leaves its tensors: every tensor of every network lies at the edge of memory that nobody may touch, where
/// one byte too far would end this process. <c>.ci/arena-guard</c> runs the op suite so.
/// </summary>
public sealed class ArenaGuardTests
{
    // Sizes that no tile divides, and where most maps are smaller than a vector.
    private static readonly (int Batch, int Height, int Width)[] Sizes = [(1, 33, 47), (3, 65, 31)];

    public static TheoryData<string, bool> Networks()
    {
        var data = new TheoryData<string, bool>();
        foreach (var name in ModelCatalogue.NamesOf(ModelTask.Classification))
        {
            data.Add(name, true);
            data.Add(name, false);
        }

        return data;
    }

    [LinuxTheory]
    [MemberData(nameof(Networks))]
    public void Networks_of_odd_sizes_stay_within_their_tensors(string name, bool atEnd)
    {
        using var guarded = new CpuDevice(
            2, 0, specialisation => KernelCompiler.Compile(specialisation), atEnd ? GuardSide.End : GuardSide.Start);
        using var ordinary = new CpuDevice(2);
        using var model = Model.WithSeededWeights(name, new ModelOptions { Classes = 5 });
        var (batch, height, width) = atEnd ? Sizes[0] : Sizes[1];
        var input = SeededWeights.Input(batch * 3 * height * width);
        var (expected, actual) = (new float[batch * 5], new float[batch * 5]);
        using (var session = new Session(model, ordinary, batch, height, width))
            session.Predict(input, expected);
        using (var session = new Session(model, guarded, batch, height, width))
            session.Predict(input, actual);
        // What nothing has written is not a number there, and nothing of it may reach the result.
        Assert.All(expected, logit => Assert.True(float.IsFinite(logit)));
        Assert.Equal(expected, actual);
    }

    [LinuxTheory]
    [InlineData("end")]
    [InlineData("start")]
    public unsafe void A_buffer_lies_at_the_edge_of_pages_that_nobody_may_touch(string side)
    {
        var guard = Enum.Parse<GuardSide>(side, ignoreCase: true);
        using var device = new CpuDevice(1, 0, specialisation => KernelCompiler.Compile(specialisation), guard);
        foreach (var bytes in new[] { 4, 60, 4096, 5000 })
        {
            using var buffer = device.CreateBuffer(bytes);
            var first = buffer.HostAddress;
            Assert.Equal("---p", guard == GuardSide.End ? AccessTo(first + bytes) : AccessTo(first - 1));
            Assert.Equal("rw-p", AccessTo(first));
            Assert.Equal("rw-p", AccessTo(first + bytes - 1));
            var content = new float[bytes / 4];
            buffer.Read(System.Runtime.InteropServices.MemoryMarshal.AsBytes(content.AsSpan()));
            Assert.All(content, value => Assert.True(float.IsNaN(value)));
        }

        Assert.Equal(0, device.AllocatedBytes);
    }

    private static string AccessTo(nint address)
    {
        foreach (var line in File.ReadLines("/proc/self/maps"))
        {
            var fields = line.Split(' ');
            var range = fields[0].Split('-').Select(text => nint.Parse(text, NumberStyles.HexNumber)).ToArray();
            if (address >= range[0] && address < range[1])
                return fields[1];
        }

        return "";
    }
}

/// <summary>A theory that needs Linux.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute() => Skip = OperatingSystem.IsLinux() ? null! : "Guard pages are for Linux.";
}
