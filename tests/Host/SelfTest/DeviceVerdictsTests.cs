using GpuFormer.Devices;
using GpuFormer.Devices.Cpu;
using GpuFormer.SelfTest;
using GpuFormer.Tests.Cli;
using Xunit;

namespace GpuFormer.Tests.Host.SelfTest;

public sealed class DeviceVerdictsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Clock _clock = new();
    private int _judged;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_good_verdict_is_kept_for_the_driver_and_the_device()
    {
        var verdicts = Verdicts(new("", 0.0123));
        Assert.Equal(new DeviceVerdict("", 0.0123), verdicts.Of(new FaultyDevice(Fault.None)));
        _clock.Now += TimeSpan.FromDays(1000);
        Assert.Equal(new DeviceVerdict("", 0.0123), verdicts.Of(new FaultyDevice(Fault.None)));
        Assert.Equal(1, _judged);
        // Its description differs, as with another driver.
        verdicts.Of(new FaultyDevice(Fault.WrongValue));
        Assert.Equal(2, _judged);
        verdicts.Of(new FaultyDevice(Fault.None, "another"));
        Assert.Equal(3, _judged);
    }

    [Fact]
    public void A_refusal_is_kept_for_a_day()
    {
        var device = new FaultyDevice(Fault.None);
        var refusal = DeviceVerdict.Refused("line one\nline two");
        Assert.Equal(refusal, Verdicts(refusal).Of(device));
        _clock.Now += TimeSpan.FromHours(23);
        Assert.Equal(refusal, Verdicts(new("", 1)).Of(device));
        _clock.Now += TimeSpan.FromHours(1);
        Assert.Equal(new DeviceVerdict("", 1), Verdicts(new("", 1)).Of(device));
        Assert.Equal(2, _judged);
    }

    [Fact]
    public void Judging_afresh_replaces_what_is_kept()
    {
        var device = new FaultyDevice(Fault.None);
        Verdicts(new("", 1)).Of(device);
        Assert.Equal("broken", Verdicts(DeviceVerdict.Refused("broken")).Of(device, afresh: true).Refusal);
        Assert.Equal("broken", Verdicts(new("", 1)).Of(device).Refusal);
    }

    [Fact]
    public void The_trial_network_runs_and_takes_time()
    {
        using var device = new CpuDevice();
        Assert.InRange(DeviceTrial.Seconds(device), 1e-5, 60);
        Assert.Equal(0, device.AllocatedBytes);
    }

    private DeviceVerdicts Verdicts(DeviceVerdict verdict) => new(
        KernelBinaryCache.Open("selftest", _folder.Path), _clock, _ =>
        {
            _judged++;
            return verdict;
        });

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch + TimeSpan.FromDays(20000);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
