using System.Collections.Concurrent;
using System.Reflection;
using GpuFormer.Devices;
using GpuFormer.Devices.Ilgpu;
using GpuFormer.Tests.Kernels.Targets.Ptx;
using Xunit;
using Xunit.Sdk;
using Device = GpuFormer.Kernels.Launch.Device;

namespace GpuFormer.Tests.Ops;

/// <summary>
/// The devices that tests run on, by kind. <c>GPUFORMER_DEVICES=ilgpu,cpu</c> narrows a run;
/// <c>GPUFORMER_REQUIRE=cpu</c> turns the skip of an absent device into a failure.
/// </summary>
internal static class TestDevices
{
    private const string PtxInterpreter = "ptx";

    private static readonly ConcurrentDictionary<string, Lazy<(Device? Device, string Reason)>> s_devices = new();

    /// <summary>Every kind that a test can name: those of the library, and the interpreter of PTX.</summary>
    public static IEnumerable<string> Kinds => DeviceBackends.All.Select(row => row.Kind).Append(PtxInterpreter);

    /// <summary>The device of a kind, opened once for all tests; throws the reason if it is absent.</summary>
    public static Device Get(string kind)
    {
        var (device, reason) = Find(kind);
        return device ?? throw new InvalidOperationException(reason);
    }

    /// <summary>Why tests of this kind are skipped, or null if they run.</summary>
    public static string? SkipReason(string kind)
    {
        if (Listed("GPUFORMER_DEVICES") is { } narrowed && !Names(narrowed, kind))
            return $"GPUFORMER_DEVICES does not name '{kind}'.";
        if (Listed("GPUFORMER_REQUIRE") is { } required && Names(required, kind))
            return null;
        var (device, reason) = Find(kind);
        return device is null ? reason : null;
    }

    // "ilgpu,cpu,opencl" names ilgpu:cpu and ilgpu:opencl.
    private static bool Names(string[] kinds, string kind) =>
        kinds.Contains(kind) || (kind.Split(':') is ["ilgpu", var inner] && kinds.Contains("ilgpu") && kinds.Contains(inner));

    private static string[]? Listed(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : null;

    private static (Device? Device, string Reason) Find(string kind) =>
        s_devices.GetOrAdd(kind, static k => new(() => Open(k))).Value;

    /// <summary>Opens a device of a kind that is there, beside the one that tests share; the caller disposes it.</summary>
    public static Device OpenAnother(string kind) => kind == "ilgpu:opencl"
        ? IlgpuDevice.OpenOpenCl(0, PoclForIlgpu.Options)
        : DeviceBackends.All.First(row => row.Kind == kind).Open("", threads: 0);

    // What is listed and refused, or listed and does not open, is no absent device: its tests fail.
    private static (Device? Device, string Reason) Open(string kind)
    {
        if (kind == PtxInterpreter)
            return (new PtxInterpreterDevice(), "");
        var backend = DeviceBackends.All.FirstOrDefault(row => row.Kind == kind)
            ?? throw new ArgumentException($"No device kind '{kind}'; there are {string.Join(", ", Kinds)}.");
        var (devices, reason) = backend.List();
        return devices.Count > 0 ? (OpenAnother(kind), "") : (null, reason);
    }
}

/// <summary>Gives a theory one row for a device kind; the row is a skip with its reason where the device is
/// absent.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class OnDeviceAttribute : DataAttribute
{
    private readonly string _kind;

    public OnDeviceAttribute(string kind)
    {
        _kind = kind;
        Skip = TestDevices.SkipReason(kind)!;
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[_kind]];
}
