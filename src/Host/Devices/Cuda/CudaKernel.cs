using System.Diagnostics;
using System.Text;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Compiler.Targets.Ptx;
using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Devices.Cuda;

/// <summary>A module of one kernel, compiled by the driver.</summary>
internal sealed unsafe class CudaKernel : DriverKernel
{
    private const int LogBytes = 16 << 10;
    private const int OrdinarySharedBytes = 48 << 10;

    private readonly CudaDevice _device;
    private nint _module;
    private Lazy<CudaKernel> _single = null!;

    private CudaKernel(CudaDevice device, KernelSpecialisation specialisation, KernelFunction function,
        PtxProgram program, nint module, nint handle, TimeSpan compileTime)
        : base(device, specialisation)
    {
        (_device, _module, Handle) = (device, module, handle);
        CompileTime = compileTime;
        Program = program;
        Accesses = MemoryUse.AccessesOf(function);
    }

    public override TimeSpan CompileTime { get; }

    internal nint Handle { get; }

    internal PtxProgram Program { get; }

    /// <summary>What it does with each argument.</summary>
    internal IReadOnlyList<MemoryAccess> Accesses { get; }

    /// <summary>Bytes of memory for each thread's spilled registers: 0 in a kernel that fits.</summary>
    internal int LocalBytes
    {
        get
        {
            int bytes;
            _device.Check(_device.Api.FunctionGetAttribute(&bytes, Cuda.FunctionAttributeLocalSizeBytes, Handle),
                "cuFuncGetAttribute");
            return bytes;
        }
    }

    /// <summary>The same kernel, or where a view is not aligned as it needs, one that loads element by element.</summary>
    internal CudaKernel For(IEnumerable<long> addresses) => Program.Takes(addresses) ? this : _single.Value;

    public static CudaKernel Build(
        CudaDevice device, KernelSpecialisation specialisation, Func<KernelSpecialisation, KernelFunction> compile) =>
        Build(device, specialisation, compile, device.Ptx);

    private static CudaKernel Build(CudaDevice device, KernelSpecialisation specialisation,
        Func<KernelSpecialisation, KernelFunction> compile, PtxOptions options)
    {
        var start = Stopwatch.GetTimestamp();
        var function = compile(specialisation);
        var program = PtxTarget.Write(function, options);
        if (program.SharedBytes > device.Capabilities.SharedMemoryBytes)
        {
            throw new ArgumentException(
                $"{specialisation} needs {program.SharedBytes} bytes of shared memory for a group; {device.Name} has "
                + $"{device.Capabilities.SharedMemoryBytes}.");
        }

        device.Enter();
        var key = KernelBinaryCache.Key(device.Description, program.Text);
        var module = device.Binaries.TryRead(key) is { } known ? TryLoad(device, known) : 0;
        if (module == 0)
        {
            var binary = Assemble(device, specialisation, program.Text);
            module = TryLoad(device, binary);
            if (module == 0)
                throw new InvalidOperationException($"{device.Description} refused its own binary of {specialisation}.");
            device.Binaries.Write(key, binary);
        }

        nint handle;
        int status;
        fixed (byte* name = Encoding.ASCII.GetBytes(program.EntryPoint + "\0"))
            status = device.Api.ModuleGetFunction(&handle, module, name);
        // More than 48 KB must be asked for.
        if (status == 0 && program.SharedBytes > OrdinarySharedBytes)
        {
            status = device.Api.FunctionSetAttribute(
                handle, Cuda.FunctionAttributeMaxDynamicSharedSizeBytes, program.SharedBytes);
        }

        if (status != 0)
        {
            device.Api.ModuleUnload(module);
            device.Check(status, "cuModuleGetFunction or cuFuncSetAttribute");
        }

        return new(device, specialisation, function, program, module, handle, Stopwatch.GetElapsedTime(start))
        {
            _single = new(() => Build(device, specialisation, compile, options with { Vectors = false })),
        };
    }

    internal override void Release()
    {
        if (_module == 0)
            return;
        if (_single.IsValueCreated)
            _single.Value.Release();
        _device.SetCurrent();
        _device.Api.ModuleUnload(_module);
        _module = 0;
    }

    // A damaged or foreign binary is refused, and made again.
    private static nint TryLoad(CudaDevice device, byte[] binary)
    {
        nint module;
        fixed (byte* b = binary)
            return device.Api.ModuleLoadDataEx(&module, b, 0, null, null) == 0 ? module : 0;
    }

    // The linker, because it hands out the binary.
    private static byte[] Assemble(CudaDevice device, KernelSpecialisation specialisation, string text)
    {
        var log = new byte[LogBytes];
        var ptx = Encoding.ASCII.GetBytes(text + "\0");
        nint linker = 0;
        fixed (byte* l = log, p = ptx)
        {
            var options = stackalloc int[] { Cuda.JitErrorLogBuffer, Cuda.JitErrorLogBufferSizeBytes };
            var values = stackalloc nint[] { (nint)l, LogBytes };
            device.Check(device.Api.LinkCreate(2, options, values, &linker), "cuLinkCreate");
            try
            {
                byte* binary = null;
                nuint size = 0;
                var status = device.Api.LinkAddData(
                    linker, Cuda.JitInputPtx, p, (nuint)ptx.Length, null, 0, null, null);
                if (status == 0)
                    status = device.Api.LinkComplete(linker, &binary, &size);
                if (status == 0)
                    return new ReadOnlySpan<byte>(binary, (int)size).ToArray();
                if (Cuda.IsLost(status))
                    device.Check(status, "cuLinkComplete");
                throw new InvalidOperationException(
                    $"The driver of {device.Description} refused {specialisation} ({device.Api.ErrorName(status)}): "
                    + Encoding.UTF8.GetString(log).TrimEnd('\0').Trim());
            }
            finally
            {
                device.Api.LinkDestroy(linker);
            }
        }
    }
}
