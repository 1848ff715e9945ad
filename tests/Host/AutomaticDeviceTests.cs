using GpuFormer.Diagnosis;
using GpuFormer.Kernels.Launch;
using GpuFormer.SelfTest;
using GpuFormer.Tests.Host.SelfTest;
using Xunit;

namespace GpuFormer.Tests.Host;

public sealed class AutomaticDeviceTests
{
    private readonly List<string> _lines = [];
    private readonly List<FaultyDevice> _opened = [];

    [Fact]
    public void Without_cards_the_CPU_device_is_taken_and_nothing_is_measured()
    {
        using var device = AutomaticDevice.Open(
            [], Open, _lines.Add, _ => throw new InvalidOperationException("measured"));
        Assert.Equal("cpu", device.Name);
        Assert.StartsWith("auto: cpu, ", Assert.Single(_lines));
    }

    [Fact]
    public void The_fastest_device_that_passes_is_taken_and_the_others_are_closed_with_a_reason()
    {
        using var device = AutomaticDevice.Open(
            ["absent", "card:0", "card:1", "card:2"], Open, _lines.Add, d => d.Name switch
            {
                "card:0" => DeviceVerdict.Refused("sums are wrong"),
                "card:1" => new("", 0.004),
                "card:2" => new("", 0.003),
                _ => new("", 0.0035),
            });
        Assert.Equal("card:2", device.Name);
        Assert.Equal(5, _lines.Count);
        Assert.Equal("auto: not absent: it is not there", _lines[0]);
        Assert.Equal("auto: not card:0: sums are wrong", _lines[1]);
        Assert.Equal("auto: not card:1: 4.00 ms for the trial network, card:2 takes 3.00 ms", _lines[2]);
        Assert.Equal("auto: not cpu: 3.50 ms for the trial network, card:2 takes 3.00 ms", _lines[3]);
        Assert.StartsWith("auto: card:2, ", _lines[4]);
        Assert.Equal([("card:0", true), ("card:1", true), ("card:2", false), ("cpu", true)],
            _opened.Select(d => (d.Name, d.IsDisposed)));
    }

    [Fact]
    public void A_card_slower_than_the_processor_is_not_taken()
    {
        using var device = AutomaticDevice.Open(
            ["card:0"], Open, null, d => new("", d.Name == "cpu" ? 0.001 : 0.002));
        Assert.Equal("cpu", device.Name);
        Assert.Equal([true, false], _opened.Select(d => d.IsDisposed));
    }

    [Fact]
    public void A_card_that_is_lost_in_its_test_is_passed_over()
    {
        using var device = AutomaticDevice.Open(
            ["card:0"], Open, _lines.Add, d => throw new DeviceLostException(d.Name, "it hangs."));
        Assert.Equal("cpu", device.Name);
        Assert.True(_opened[0].IsDisposed);
        Assert.Contains("it hangs", _lines[0]);
    }

    [Fact]
    public void The_choice_is_reported_for_auto_alone()
    {
        using (DeviceSelector.Open("cpu", 1, _lines.Add))
            Assert.Empty(_lines);
        using (DeviceSelector.Open("auto", 1, _lines.Add))
            Assert.NotEmpty(_lines);
    }

    [Fact]
    public void The_doctor_says_what_auto_makes_of_each_card()
    {
        var candidates = AutomaticDevice.Candidates(["absent", "card:0"], Open, d => new("", 0.0025));
        var findings = MachineDiagnosis.Automatic(candidates).ToList();
        Assert.Equal(
            [
                new("auto", "absent", "it is not there", FindingKind.Refused),
                new("auto", "card:0", "passes the quick self-test; 2.50 ms for the trial network", FindingKind.Usable),
                new("auto", "cpu", "2.50 ms for the trial network", FindingKind.Usable),
                new("auto", "choice", "card:0"),
            ], findings);
        Assert.All(_opened, device => Assert.True(device.IsDisposed));
        Assert.Equal("cpu: there is no graphics card", Assert.Single(MachineDiagnosis.Automatic([])).Text);
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
