using GpuFormer.Devices;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using Xunit;

namespace GpuFormer.Tests.Host.Devices;

/// <summary>What devices behind drivers share, on a driver that only writes down what is asked of it.</summary>
public sealed class DriverDeviceTests
{
    [Fact]
    public void Buffers_and_recordings_go_before_the_device()
    {
        var device = new LoggingDevice();
        device.CreateBuffer(8);
        using var gone = device.CreateBuffer(4);
        gone.Dispose();
        Assert.Equal(8, device.AllocatedBytes);
        device.Record([]);
        device.Dispose();
        Assert.Equal(["free 4", "close"], [device.Log[0], device.Log[^1]]);
        Assert.Equal(["destroy", "free 8"], device.Log[1..^1].Order());
        Assert.Equal(0, device.AllocatedBytes);
    }

    [Fact]
    public void A_failed_allocation_leaves_nothing_behind()
    {
        using var device = new LoggingDevice();
        var failure = Assert.Throws<DeviceMemoryException>(() => device.CreateBuffer(LoggingDevice.TooMuch));
        Assert.Equal((LoggingDevice.TooMuch, 0), (failure.Requested, failure.InUse));
        Assert.Equal(0, device.AllocatedBytes);
    }

    [Fact]
    public void A_limit_holds_while_many_threads_ask()
    {
        using var device = new LoggingDevice { MemoryLimit = 10 };
        var refused = 0;
        Parallel.For(0, 64, _ =>
        {
            try
            {
                device.CreateBuffer(1);
            }
            catch (DeviceMemoryException)
            {
                Interlocked.Increment(ref refused);
            }
        });
        Assert.Equal((10, 54), (device.AllocatedBytes, refused));
    }

    [Fact]
    public void Nothing_more_is_asked_of_a_device_that_was_given_up()
    {
        var device = new LoggingDevice();
        var buffer = device.CreateBuffer(8);
        var launches = device.Record([]);
        var reason = device.GiveUp("it hangs.");
        Assert.Contains("it hangs.", reason.Message, StringComparison.Ordinal);
        Assert.Same(reason, Assert.Throws<DeviceLostException>(launches.Run).InnerException);
        launches.Dispose();
        buffer.Dispose();
        device.Dispose();
        Assert.Empty(device.Log);
        Assert.Equal(0, device.AllocatedBytes);
    }

    [Fact]
    public void A_device_that_is_closed_while_others_use_it_leaves_no_buffer()
    {
        for (var round = 0; round < 50; round++)
        {
            var device = new LoggingDevice();
            Parallel.Invoke(device.Dispose, () => Use(device), () => Use(device));
            Assert.Equal(0, device.AllocatedBytes);
            Assert.Equal("close", device.Log[^1]);
        }
    }

    [Fact]
    public async Task A_device_waits_for_the_calls_that_are_in_its_driver()
    {
        using var goOn = new ManualResetEventSlim();
        using var isRunning = new ManualResetEventSlim();
        var device = new LoggingDevice
        {
            DuringRun = () =>
            {
                isRunning.Set();
                goOn.Wait();
            },
        };
        using var launches = device.Record([]);
        var runner = Task.Run(launches.Run);
        isRunning.Wait();
        // Disposing of what runs leaves its end to the call that uses it.
        launches.Dispose();
        var closer = Task.Run(device.Dispose);
        while (Record.Exception(() => device.CreateBuffer(1)) is not ObjectDisposedException)
            Thread.Yield();
        Assert.Equal(["run"], device.Log.Where(line => !line.StartsWith("free", StringComparison.Ordinal)));
        Assert.False(closer.IsCompleted);
        goOn.Set();
        await Task.WhenAll(runner, closer);
        Assert.Equal(["run", "ran", "destroy"], device.Log.Take(3));
        Assert.Equal("close", device.Log[^1]);
        Assert.Throws<ObjectDisposedException>(launches.Run);
    }

    private static void Use(LoggingDevice device)
    {
        try
        {
            for (var i = 0; i < 100; i++)
                device.CreateBuffer(8);
        }
        catch (ObjectDisposedException)
        {
            // It was faster.
        }
    }

    private sealed class LoggingDevice() : DriverDevice("card", "0")
    {
        public const long TooMuch = 1 << 30;

        public List<string> Log { get; } = [];

        public Action? DuringRun { get; init; }

        public override string Description => "a card";

        public override DeviceCapabilities Capabilities { get; } = new(8, 64, 1 << 10, 1, IsProcessor: false);

        protected override DriverKernel Build(
            KernelSpecialisation specialisation, Func<KernelSpecialisation, KernelFunction> compile) =>
            throw new NotSupportedException();

        protected override DriverBuffer Allocate(long byteSize) =>
            byteSize < TooMuch ? new LoggingBuffer(this, byteSize) : throw OutOfMemory(byteSize);

        protected override DriverLaunches Prepare(IReadOnlyList<LaunchWave> waves) => new LoggingLaunches(this);

        protected override void Close() => Write("close");

        public void Write(string line)
        {
            lock (Log)
                Log.Add(line);
        }
    }

    private sealed class LoggingBuffer(LoggingDevice device, long byteSize) : DriverBuffer(device, byteSize)
    {
        protected override void CopyToDevice(ReadOnlySpan<byte> source, long byteOffset) =>
            throw new NotSupportedException();

        protected override void CopyToHost(long byteOffset, Span<byte> destination) =>
            throw new NotSupportedException();

        protected override void Free() => device.Write($"free {ByteSize}");
    }

    private sealed class LoggingLaunches(LoggingDevice device) : DriverLaunches(device, 0)
    {
        protected override void Replay()
        {
            device.Write("run");
            device.DuringRun?.Invoke();
            device.Write("ran");
        }

        protected override void ReplayTimed(Span<double> seconds) => device.Write("run");

        protected override void Destroy() => device.Write("destroy");
    }
}
