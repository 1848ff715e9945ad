using GpuFormer.Kernels.Launch;
using GpuFormer.Tests.Host.SelfTest;
using Xunit;

namespace GpuFormer.Tests.Host;

public sealed class AutomaticDeviceTests
{
    private readonly List<string> _lines = [];
    private readonly List<FaultyDevice> _opened = [];

    [Fact]
    public void Without_cards_the_CPU_device_is_taken()
    {
        using var device = AutomaticDevice.Open([], Open, _lines.Add);
        Assert.Equal("cpu", device.Name);
        Assert.StartsWith("auto: cpu, ", Assert.Single(_lines));
    }

    [Fact]
    public void The_first_card_that_passes_is_taken_and_those_before_are_closed_with_a_reason()
    {
        using var device = AutomaticDevice.Open(
            ["absent", "card:0", "card:1", "card:2"], Open, _lines.Add,
            d => d.Name == "card:0" ? "sums are wrong" : "");
        Assert.Equal("card:1", device.Name);
        Assert.Equal(3, _lines.Count);
        Assert.StartsWith("auto: not absent: ", _lines[0]);
        Assert.Equal("auto: not card:0: sums are wrong", _lines[1]);
        Assert.StartsWith("auto: card:1, ", _lines[2]);
        Assert.Equal([true, false], _opened.Select(d => d.IsDisposed));
    }

    [Fact]
    public void A_card_that_is_lost_in_its_test_is_passed_over()
    {
        using var device = AutomaticDevice.Open(
            ["card:0"], Open, null, d => throw new DeviceLostException(d.Name, "it hangs."));
        Assert.Equal("cpu", device.Name);
        Assert.True(_opened[0].IsDisposed);
    }

    [Fact]
    public void The_choice_is_reported_for_auto_alone()
    {
        using (DeviceSelector.Open("cpu", 1, _lines.Add))
            Assert.Empty(_lines);
        using (DeviceSelector.Open("auto", 1, _lines.Add))
            Assert.NotEmpty(_lines);
    }

    private FaultyDevice Open(string name)
    {
        if (name == "absent")
            throw new DeviceSelectionException("it is not there");
        var device = new FaultyDevice(Fault.None, name);
        _opened.Add(device);
        return device;
    }
}
