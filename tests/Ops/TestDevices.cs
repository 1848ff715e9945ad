using System.Collections.Concurrent;
using System.Reflection;
using GpuFormer.Devices.Cpu;
using GpuFormer.Devices.Cuda;
using GpuFormer.Devices.Ilgpu;
using GpuFormer.Devices.OpenCl;
using GpuFormer.Devices.Vulkan;
using GpuFormer.Kernels.Launch;
using GpuFormer.Tests.Kernels.Targets.Ptx;
using ILGPU;
using ILGPU.Runtime.OpenCL;
using Xunit;
using Xunit.Sdk;

namespace GpuFormer.Tests.Ops;

/// <summary>
/// The devices that tests run on, by kind. <c>GPUFORMER_DEVICES=ilgpu,cpu</c> narrows a run;
/// <c>GPUFORMER_REQUIRE=cpu</c> turns the skip of an absent device into a failure.
/// </summary>
internal static class TestDevices
{
    private static readonly ConcurrentDictionary<string, Lazy<(Device? Device, string Reason)>> s_devices = new();

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

    // "ilgpu" stands for all of its devices.
    private static bool Names(string[] kinds, string kind) =>
        kinds.Contains(kind) || kinds.Contains(kind.Split(':')[0]);

    private static string[]? Listed(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : null;

    private static (Device? Device, string Reason) Find(string kind) =>
        s_devices.GetOrAdd(kind, static k => new(() => Open(k))).Value;

    private static (Device? Device, string Reason) Open(string kind) => kind switch
    {
        "ilgpu:cpu" => (IlgpuDevice.OpenCpu(), ""),
        "ilgpu:opencl" => OpenIlgpuOpenCl(),
        "ilgpu:cuda" => CudaDevice.List(out var reason).Count > 0 ? (IlgpuDevice.OpenCuda(), "") : (null, reason),
        "cpu" => (new CpuDevice(), ""),
        "opencl" => OpenClDevice.List(out var reason).Count > 0 ? (OpenClDevice.Open(), "") : (null, reason),
        "vulkan" => OpenVulkan(),
        "cuda" => CudaDevice.List(out var reason).Count > 0 ? (CudaDevice.Open(), "") : (null, reason),
        "ptx" => (new PtxInterpreterDevice(), ""),
        _ => throw new ArgumentException($"No device kind '{kind}'."),
    };

    // PoCL has a generic address space and does not say so; ILGPU would refuse it.
    private static (Device? Device, string Reason) OpenIlgpuOpenCl()
    {
        var pocl = new IlgpuOpenClOptions(
            device => typeof(CLCapabilityContext).GetProperty(nameof(CLCapabilityContext.GenericAddressSpace))!
                .SetValue(device.Capabilities, true),
            OptimizationLevel.O2);
        try
        {
            return OpenClDevice.List(out var reason).Count > 0
                ? (IlgpuDevice.OpenOpenCl(0, pocl), "") : (null, reason);
        }
        catch (InvalidOperationException exception)
        {
            return (null, exception.Message);
        }
    }

    private static (Device? Device, string Reason) OpenVulkan()
    {
        var usable = VulkanDevice.List(out var reason).Where(listed => listed.Refusal.Length == 0).ToArray();
        return usable.Length > 0 ? (VulkanDevice.Open(usable[0].Index), "") : (null, reason);
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
