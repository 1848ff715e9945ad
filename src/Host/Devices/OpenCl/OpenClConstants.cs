namespace GpuFormer.Devices.OpenCl;

/// <summary>Numbers of the OpenCL 1.2 and 3.0 headers that the device uses, by their names there.</summary>
internal static class OpenClConstants
{
    public const ulong DeviceTypeAll = 0xFFFFFFFF;
    public const ulong DeviceTypeCpu = 1 << 1;
    public const uint PlatformName = 0x0902;
    public const uint DeviceType = 0x1000;
    public const uint DeviceMaxComputeUnits = 0x1002;
    public const uint DeviceMaxWorkGroupSize = 0x1004;
    public const uint DeviceMaxMemAllocSize = 0x1010;
    public const uint DeviceSingleFpConfig = 0x101B;
    public const uint DeviceGlobalMemSize = 0x101F;
    public const uint DeviceLocalMemSize = 0x1023;
    public const uint DeviceAvailable = 0x1027;
    public const uint DeviceCompilerAvailable = 0x1028;
    public const uint DeviceName = 0x102B;
    public const uint DeviceVendor = 0x102C;
    public const uint DriverVersion = 0x102D;
    public const uint DeviceVersion = 0x102F;
    public const uint DevicePreferredWorkGroupSizeMultiple = 0x1067;
    public const ulong FpCorrectlyRoundedDivideSqrt = 1 << 7;
    public const ulong QueueProfilingEnable = 1 << 1;
    public const ulong MemReadWrite = 1 << 0;
    public const uint ProgramBinarySizes = 0x1165;
    public const uint ProgramBinaries = 0x1166;
    public const uint ProgramBuildLog = 0x1183;
    public const uint ProfilingCommandStart = 0x1282;
    public const uint ProfilingCommandEnd = 0x1283;
}

/// <summary>Turns OpenCL's error numbers into exceptions.</summary>
internal static class OpenClError
{
    public const int DeviceNotAvailable = -2;
    public const int MemObjectAllocationFailure = -4;
    public const int OutOfResources = -5;
    public const int OutOfHostMemory = -6;
    public const int InvalidContext = -34;
    public const int InvalidCommandQueue = -36;

    // Not in cl.h: what one vendor's driver reports after a fault inside a kernel.
    public const int UnspecifiedFault = -9999;

    public static void Check(int status, string call)
    {
        if (status != 0)
            throw new OpenClException(status, call);
    }

    public static bool IsOutOfMemory(int status) =>
        status is MemObjectAllocationFailure or OutOfHostMemory or OutOfResources;

    // After a fault some drivers report a queue or context that is no longer valid.
    public static bool IsLost(int status) =>
        status is DeviceNotAvailable or OutOfResources or InvalidContext or InvalidCommandQueue or UnspecifiedFault;
}

/// <summary>An OpenCL call failed; the numbers are those of cl.h.</summary>
public sealed class OpenClException(int status, string call)
    : Exception($"{call} failed with OpenCL error {status}.")
{
    /// <summary>The error number of cl.h, negative.</summary>
    public int Status { get; } = status;
}
