using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using GpuFormer.Kernels.Compiler;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Compiler.Targets.Cpu;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Devices.Cpu;

/// <summary>
/// Runs kernels on the host's processor, compiled to machine code over its vectors. The thread that runs a recording
/// is one of the workers; the others wait for the next recording, a moment actively, then asleep.
/// </summary>
internal sealed class CpuDevice : Device
{
    // Of the processors of today half a megabyte or more.
    private const int SecondLevelCacheBytes = 512 << 10;

    // A part of 16 or 32 MiB that others leave. Maps of 8 MiB gain nothing when they are made row by row between others
    // (MobileViT-S, one picture: 1.02 of the time), those of batches do.
    private const int SharedCacheBytes = 10 << 20;

    private readonly KernelTable<CpuKernel> _kernels = new();
    private readonly Func<KernelSpecialisation, KernelFunction> _translate;
    private readonly WorkerTeam _team;
    private readonly int _lanes;
    private readonly CpuCodeCache? _cache;
    private long _allocatedBytes;

    /// <summary>Opens the processor.</summary>
    /// <param name="workers">Threads that run kernels, the caller's among them; 0 takes one for each processor.</param>
    public CpuDevice(int workers = 0)
        : this(workers, lanes: 0, specialisation => KernelCompiler.Compile(specialisation), cache: CpuCodeCache.Open())
    {
    }

    // lanes: 1, 4, 8 or 16 for every group, 0 for what suits each.
    // guard: null for what the environment asks for.
    internal CpuDevice(
        int workers, int lanes, Func<KernelSpecialisation, KernelFunction> translate, GuardSide? guard = null,
        CpuCodeCache? cache = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(workers);
        (_translate, _lanes, _cache) = (translate, lanes, cache);
        Guard = guard ?? GuardedMemory.Asked();
        _team = new WorkerTeam(workers == 0 ? Environment.ProcessorCount : workers);
        var width = lanes == 0 ? CpuTarget.NativeLanes : lanes;
        Capabilities = new DeviceCapabilities(
            LaneCount: width, MaximumGroupThreads: 1024, SharedMemoryBytes: 256 * 1024, _team.Workers,
            IsProcessor: true)
        {
            VectorRegisters = Avx512F.VL.IsSupported ? 32 : 16,
            ConvertsHalves = false,
            ChainCacheBytes = SecondLevelCacheBytes,
            LargeMapBytes = SharedCacheBytes,
            Prefetches = Sse.IsSupported,
            SeparatesTensors = Guard != GuardSide.None,
        };
        Description = $"{ProcessorName()}, {width * 32}-bit vectors, {_team.Workers} workers";
    }

    public override string Name => "cpu";

    public override string Description { get; }

    public override DeviceCapabilities Capabilities { get; }

    public override long AllocatedBytes => Interlocked.Read(ref _allocatedBytes);

    public override DeviceBuffer CreateBuffer(long byteSize)
    {
        CheckLimits(byteSize);
        return new CpuBuffer(this, byteSize);
    }

    public override CompiledKernel Compile(KernelSpecialisation specialisation)
    {
        if (specialisation.Group.Threads > Capabilities.MaximumGroupThreads)
        {
            throw new ArgumentException(
                $"{specialisation} has groups of {specialisation.Group.Threads} threads; the device takes "
                + $"{Capabilities.MaximumGroupThreads}.");
        }

        return _kernels.GetOrBuild(specialisation, CompileNow);
    }

    public override RecordedLaunches Record(IReadOnlyList<LaunchWave> waves) => new CpuRecording(this, _team, waves);

    /// <summary>Ends the workers; recordings of this device run no more.</summary>
    public override void Dispose() => _team.Dispose();

    /// <summary>Whether buffers lie at the edge of memory that nobody may touch.</summary>
    internal GuardSide Guard { get; }

    internal void Account(long bytes) => Interlocked.Add(ref _allocatedBytes, bytes);

    private CpuKernel CompileNow(KernelSpecialisation specialisation)
    {
        var start = Stopwatch.GetTimestamp();
        var code = _cache?.TryRead(specialisation, _lanes);
        if (code is null)
        {
            code = Translate(specialisation);
            _cache?.Write(specialisation, _lanes, code);
        }

        var program = code.Load(specialisation.Name);
        return new CpuKernel(specialisation, code.Parameters, program, Stopwatch.GetElapsedTime(start));
    }

    private CpuCode Translate(KernelSpecialisation specialisation)
    {
        var function = _translate(specialisation);
        var sharedBytes = function.SharedArrays.Sum(a => (long)a.Length * a.Element.Size());
        if (sharedBytes > Capabilities.SharedMemoryBytes)
        {
            throw new ArgumentException(
                $"{specialisation} needs {sharedBytes} bytes of shared memory; the device has "
                + $"{Capabilities.SharedMemoryBytes}.");
        }

        return CpuTarget.Translate(function, _lanes);
    }

    private static string ProcessorName()
    {
        try
        {
            foreach (var line in File.ReadLines("/proc/cpuinfo"))
            {
                if (line.StartsWith("model name", StringComparison.Ordinal))
                    return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another operating system, or one that hides it.
        }

        return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "processor";
    }
}

/// <summary>A specialisation as machine code.</summary>
internal sealed class CpuKernel(
    KernelSpecialisation specialisation, IReadOnlyList<CpuParameter> parameters, CpuProgram program, TimeSpan compileTime)
    : CompiledKernel
{
    public override KernelSpecialisation Specialisation => specialisation;

    public override TimeSpan CompileTime => compileTime;

    /// <summary>Views and scalars in the order of the arguments.</summary>
    public IReadOnlyList<CpuParameter> Parameters => parameters;

    public CpuProgram Program => program;
}
