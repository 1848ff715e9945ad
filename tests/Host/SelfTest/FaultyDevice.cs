using System.Runtime.InteropServices;
using GpuFormer.Devices.Cpu;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Tests.Host.SelfTest;

/// <summary>What a <see cref="FaultyDevice"/> does wrong.</summary>
public enum Fault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>One element of the output is off by one.</summary>
    WrongValue,

    /// <summary>One element of the output is not written.</summary>
    MissingValue,

    /// <summary>The element behind the output is written.</summary>
    PastTheEnd,

    /// <summary>The element before the output is written.</summary>
    BeforeTheStart,

    /// <summary>An element of the first input is written.</summary>
    WrittenInput,

    /// <summary>No kernel compiles.</summary>
    Exception,

    /// <summary>The device is lost with the first kernel.</summary>
    Lost,
}

/// <summary>The CPU device with one fault; it assumes kernels of some inputs and one output.</summary>
internal sealed class FaultyDevice(Fault fault, string name = "faulty") : Device
{
    private readonly CpuDevice _cpu = new(workers: 1);

    public override string Name { get; } = name;

    public override string Description => $"A device with the fault {fault}";

    public override DeviceCapabilities Capabilities => _cpu.Capabilities;

    public override long AllocatedBytes => _cpu.AllocatedBytes;

    public bool IsDisposed { get; private set; }

    public override DeviceBuffer CreateBuffer(long byteSize) => _cpu.CreateBuffer(byteSize);

    public override CompiledKernel Compile(KernelSpecialisation specialisation) => fault switch
    {
        Fault.Exception => throw new InvalidOperationException("the driver's compiler gave up"),
        Fault.Lost => throw new DeviceLostException(Name, "it was pulled out."),
        _ => _cpu.Compile(specialisation),
    };

    public override RecordedLaunches Record(IReadOnlyList<LaunchWave> waves) =>
        new FaultyLaunches(_cpu.Record(waves), waves[0].Launches[0].Arguments, fault);

    public override void Dispose() => IsDisposed = true;

    private sealed class FaultyLaunches(RecordedLaunches inner, KernelArguments arguments, Fault fault)
        : RecordedLaunches
    {
        private const int Word = sizeof(float);

        public override void Run()
        {
            inner.Run();
            var views = arguments.Items.Where(item => item.Buffer is not null).ToArray();
            var (input, output) = (views[0], views[^1]);
            switch (fault)
            {
                case Fault.WrongValue:
                    var value = new float[1];
                    output.Buffer!.Read(MemoryMarshal.AsBytes(value.AsSpan()), output.ByteOffset);
                    Write(output, 0, value[0] + 1);
                    break;
                case Fault.MissingValue:
                    Write(output, output.Length - 1, float.NaN);
                    break;
                case Fault.PastTheEnd:
                    Write(output, output.Length, 0);
                    break;
                case Fault.BeforeTheStart:
                    Write(output, -1, 0);
                    break;
                case Fault.WrittenInput:
                    Write(input, 2, 12);
                    break;
            }
        }

        public override void RunTimed(Span<double> seconds) => inner.RunTimed(seconds);

        public override void Dispose() => inner.Dispose();

        private static void Write(KernelArgument view, int element, float value) =>
            view.Buffer!.Write(MemoryMarshal.AsBytes(new[] { value }.AsSpan()), view.ByteOffset + (element * Word));
    }
}
