using System.Collections.Concurrent;
using GpuFormer.Kernels.Compiler;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Compiler.Targets.Ptx;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Tests.Kernels.Targets.Ptx;

/// <summary>A device that compiles kernels to PTX and interprets the text.</summary>
internal sealed class PtxInterpreterDevice(PtxOptions? options = null) : Device
{
    // Not a divisor of most launches, so that blocks have groups too many.
    private const int GroupsOfBlock = 3;

    private readonly ConcurrentDictionary<string, Kernel> _kernels = new();
    private readonly ConcurrentDictionary<int, byte[]> _buffers = new();
    private int _count;

    private PtxOptions Options { get; } = options ?? new(PtxOptions.MatrixUnits);

    public override string Name => "ptx";

    public override string Description => "PTX, interpreted";

    public override DeviceCapabilities Capabilities { get; } =
        new(32, 1024, 48 << 10, 4, IsProcessor: false) { HasMatrixUnits = true };

    public override long AllocatedBytes => _buffers.Values.Sum(buffer => (long)buffer.Length);

    public override DeviceBuffer CreateBuffer(long byteSize)
    {
        var number = Interlocked.Increment(ref _count);
        _buffers[number] = new byte[byteSize];
        return new Buffer(this, number);
    }

    public override CompiledKernel Compile(KernelSpecialisation specialisation) =>
        Compile(specialisation, s => KernelCompiler.Compile(s, Options.Pipeline));

    public CompiledKernel Compile(
        KernelSpecialisation specialisation, Func<KernelSpecialisation, KernelFunction> compile) =>
        _kernels.GetOrAdd(specialisation.Key, _ => new Kernel(
            specialisation, compile(specialisation), Options));

    public override RecordedLaunches Record(IReadOnlyList<LaunchWave> waves) => new Launches(this, waves);

    public override void Dispose()
    {
    }

    private sealed class Kernel(
        KernelSpecialisation specialisation, KernelFunction function, PtxOptions options) : CompiledKernel
    {
        private readonly Lazy<(PtxProgram, PtxInterpreter)> _vectors = new(() => Make(function, options));
        private readonly Lazy<(PtxProgram, PtxInterpreter)> _single =
            new(() => Make(function, options with { Vectors = false }));

        public override KernelSpecialisation Specialisation => specialisation;

        public override TimeSpan CompileTime => TimeSpan.Zero;

        /// <summary>The program whose alignment the addresses have.</summary>
        public (PtxProgram Program, PtxInterpreter Interpreter) For(IReadOnlyList<KernelArgument> arguments) =>
            _vectors.Value.Item1.Takes(arguments.Select(argument => argument.ByteOffset))
                ? _vectors.Value : _single.Value;

        private static (PtxProgram, PtxInterpreter) Make(KernelFunction function, PtxOptions options)
        {
            var program = PtxTarget.Write(function, options);
            return (program, new PtxInterpreter(program.Text));
        }
    }

    private sealed class Buffer(PtxInterpreterDevice device, int number) : DeviceBuffer
    {
        public override long ByteSize => device._buffers[number].Length;

        public override nint HostAddress => 0;

        public ulong Address => (ulong)number << PtxMemory.OffsetBits;

        public override void Write(ReadOnlySpan<byte> source, long byteOffset = 0) =>
            source.CopyTo(device._buffers[number].AsSpan((int)byteOffset));

        public override void Read(Span<byte> destination, long byteOffset = 0) =>
            device._buffers[number].AsSpan((int)byteOffset, destination.Length).CopyTo(destination);

        public override void Dispose() => device._buffers.TryRemove(number, out _);
    }

    private sealed class Launches(PtxInterpreterDevice device, IReadOnlyList<LaunchWave> waves) : RecordedLaunches
    {
        public override void Run()
        {
            foreach (var launch in waves.SelectMany(wave => wave.Launches))
            {
                var parameters = launch.Arguments.Items.SelectMany<KernelArgument, ulong>(argument =>
                    argument.Buffer is Buffer buffer
                        ? [buffer.Address + (ulong)argument.ByteOffset, (uint)argument.Length]
                        : [(uint)argument.Bits]);
                var (program, interpreter) = ((Kernel)launch.Kernel).For(launch.Arguments.Items);
                var groups = Math.Min(GroupsOfBlock, program.MostGroups);
                interpreter.Run(PtxProgram.Blocks(launch.Grid, groups), program.Block(groups),
                    groups * program.SharedBytes,
                    [.. parameters, .. PtxProgram.Sizes(launch.Grid).Select(size => (ulong)size)], device._buffers);
            }
        }

        public override void RunTimed(Span<double> seconds) => throw new NotSupportedException();

        public override void Dispose()
        {
        }
    }
}
