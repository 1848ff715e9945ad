using System.Diagnostics;
using System.Text;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Compiler.Targets.OpenClC;
using GpuFormer.Kernels.Specialisation;
using Silk.NET.OpenCL;

namespace GpuFormer.Devices.OpenCl;

/// <summary>A program of one kernel, built by the driver. Each recorded launch makes its own kernel object of it.</summary>
internal sealed unsafe class OpenClKernel : DriverKernel
{
    private readonly OpenClDevice _device;
    private readonly byte[] _entryPoint;
    private nint _program;

    private OpenClKernel(
        OpenClDevice device, KernelSpecialisation specialisation, KernelFunction function, string entryPoint,
        nint program, TimeSpan compileTime)
        : base(device, specialisation)
    {
        _device = device;
        _entryPoint = Encoding.ASCII.GetBytes(entryPoint + "\0");
        _program = program;
        CompileTime = compileTime;
        IsView = [.. function.Parameters.Select(parameter => parameter is ViewParameter)];
        ElementSizes =
            [.. function.Parameters.Select(parameter => parameter is ViewParameter view ? view.Element.Size() : 4)];
    }

    public override TimeSpan CompileTime { get; }

    internal IReadOnlyList<bool> IsView { get; }

    internal IReadOnlyList<int> ElementSizes { get; }

    public static OpenClKernel Build(
        OpenClDevice device, KernelSpecialisation specialisation, Func<KernelSpecialisation, KernelFunction> compile)
    {
        var start = Stopwatch.GetTimestamp();
        var function = compile(specialisation);
        var text = OpenClCTarget.Write(function);
        var key = KernelBinaryCache.Key(device.CacheIdentity, device.BuildOptions, text.Text);
        var program = FromBinary(device, device.Binaries.TryRead(key));
        if (program == 0)
        {
            program = FromText(device, specialisation, text.Text);
            if (BinaryOf(device, program) is { } binary)
                device.Binaries.Write(key, binary);
        }

        return new(device, specialisation, function, text.EntryPoint, program, Stopwatch.GetElapsedTime(start));
    }

    /// <summary>A new kernel object, with arguments of its own; the caller releases it.</summary>
    public nint CreateKernel()
    {
        int status;
        nint kernel;
        fixed (byte* name = _entryPoint)
            kernel = _device.Functions.CreateKernel(_program, name, &status);
        _device.Check(status, "clCreateKernel");
        return kernel;
    }

    internal override void Release()
    {
        if (_program != 0)
            _device.Functions.ReleaseProgram(_program);
        _program = 0;
    }

    private static nint FromText(OpenClDevice device, KernelSpecialisation specialisation, string text)
    {
        int status;
        nint program;
        var bytes = Encoding.ASCII.GetBytes(text);
        fixed (byte* b = bytes)
        {
            var length = (nuint)bytes.Length;
            var start = b;
            program = device.Functions.CreateProgramWithSource(device.Context, 1, &start, &length, &status);
        }

        device.Check(status, "clCreateProgramWithSource");
        status = Build(device, program);
        if (status == 0)
            return program;
        var log = BuildLog(device, program);
        device.Functions.ReleaseProgram(program);
        throw new InvalidOperationException(
            $"The driver of {device.Description} refused {specialisation} ({(ErrorCodes)status}, {status}): {log}");
    }

    private static nint FromBinary(OpenClDevice device, byte[]? binary)
    {
        if (binary is null)
            return 0;
        int status, loaded;
        nint program;
        var id = device.Id;
        fixed (byte* b = binary)
        {
            var length = (nuint)binary.Length;
            var start = b;
            program = device.Functions.CreateProgramWithBinary(device.Context, 1, &id, &length, &start, &loaded, &status);
        }

        if (status != 0 || loaded != 0)
            return 0;
        if (Build(device, program) == 0)
            return program;
        device.Functions.ReleaseProgram(program);
        return 0;
    }

    private static int Build(OpenClDevice device, nint program)
    {
        var id = device.Id;
        fixed (byte* options = Encoding.ASCII.GetBytes(device.BuildOptions + "\0"))
            return device.Loader.BuildProgram(program, 1, &id, options, 0, 0);
    }

    private static string BuildLog(OpenClDevice device, nint program)
    {
        nuint size;
        if (device.Functions.GetProgramBuildInfo(program, device.Id, ProgramBuildInfo.BuildLog, 0, null, &size) != 0)
            return "no log";
        var log = new byte[size];
        fixed (byte* l = log)
            device.Functions.GetProgramBuildInfo(program, device.Id, ProgramBuildInfo.BuildLog, size, l, null);
        return Encoding.UTF8.GetString(log).TrimEnd('\0').Trim();
    }

    private static byte[]? BinaryOf(OpenClDevice device, nint program)
    {
        nuint size;
        var functions = device.Functions;
        if (functions.GetProgramInfo(program, ProgramInfo.BinarySizes, (nuint)sizeof(nuint), &size, null) != 0
            || size == 0)
        {
            return null;
        }

        var binary = new byte[size];
        fixed (byte* b = binary)
        {
            var start = b;
            return functions.GetProgramInfo(program, ProgramInfo.Binaries, (nuint)sizeof(byte*), &start, null) == 0
                ? binary : null;
        }
    }
}
