using GpuFormer.Devices;
using GpuFormer.Devices.Cpu;
using Xunit;

namespace GpuFormer.Tests.Host.Devices;

/// <summary>What holds for every kind of device, and what a driver may answer.</summary>
public sealed class DeviceBackendTests
{
    public static TheoryData<string> Kinds => [.. DeviceBackends.All.Select(row => row.Kind)];

    [Fact]
    public void Kinds_differ_and_help_names_each()
    {
        Assert.Distinct(DeviceBackends.All.Select(row => row.Kind));
        Assert.StartsWith("auto, cpu, ", DeviceSelector.Forms, StringComparison.Ordinal);
        Assert.All(DeviceBackends.All, row => Assert.Contains(row.Form, DeviceSelector.Forms.Split(", ")));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_kind_alone_and_its_example_are_device_strings(string kind)
    {
        var row = DeviceBackends.All.Single(row => row.Kind == kind);
        Assert.Equal((row, ""), DeviceSelector.Parse($" {kind.ToUpperInvariant()} "));
        Assert.Equal(row, DeviceSelector.Parse(row.Example).Backend);
        foreach (var index in new[] { "", "x", "-1", "0.0.0", "0x1", "99999999999" })
        {
            var failure = Assert.Throws<DeviceSelectionException>(() => DeviceSelector.Parse($"{kind}:{index}"));
            Assert.Contains($"write '{row.Example}'", failure.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_list_has_devices_or_says_why_not(string kind)
    {
        var (devices, reason) = DeviceBackends.All.Single(row => row.Kind == kind).List();
        Assert.Equal(devices.Count == 0, reason.Length > 0);
        Assert.All(devices, device => Assert.NotEmpty(device.Description));
        Assert.Distinct(devices.Select(device => device.Index));
    }

    [Fact]
    public void Without_a_driver_the_reason_is_the_error()
    {
        var backend = Backend(() => DeviceList.None("no loader; install a driver"));
        Assert.Equal("no loader; install a driver", backend.List().Reason);
        Assert.Equal("'card' cannot be opened: no loader; install a driver. See 'gpuformer devices' for those that can.",
            Failure(backend, ""));
        Assert.StartsWith("'card:3' cannot be opened: no loader; install a driver. ", Failure(backend, "3"));
    }

    [Fact]
    public void A_driver_that_fails_to_list_has_no_devices_and_says_so()
    {
        var backend = Backend(() => throw new DriverException("cardList", "ERROR_BROKEN", -7));
        Assert.Equal("cardList failed with ERROR_BROKEN (-7).", backend.List().Reason);
        Assert.StartsWith("'card' cannot be opened: cardList failed with ERROR_BROKEN (-7). ", Failure(backend, ""));
    }

    [Fact]
    public void Without_an_index_a_card_comes_before_the_processor_and_refused_ones_are_passed_over()
    {
        var opened = "";
        ListedDevice Listed(string index, bool isProcessor, string refusal = "") =>
            ListedDevice.Behind("Card", index, "it", isProcessor, refusal, () =>
            {
                opened = index;
                return new CpuDevice(workers: 1);
            });
        var backend = Backend(() => new(
            [Listed("0", isProcessor: true), Listed("1", isProcessor: false, "it is too old"),
                Listed("2", isProcessor: false)], ""));
        backend.Open("", 0).Dispose();
        Assert.Equal("2", opened);
        backend.Open("00", 0).Dispose();
        Assert.Equal("0", opened);
        Assert.StartsWith("'card:1' cannot be opened: it is too old. ", Failure(backend, "1"));
        Assert.StartsWith("'card:5' cannot be opened: there is no such device; the driver knows card:0, card:1, card:2. ",
            Failure(backend, "5"));
    }

    [Fact]
    public void Where_all_are_refused_the_first_reason_is_given()
    {
        var backend = Backend(() => new([ListedDevice.Behind("Card", "0", "it", isProcessor: false, "it is too old",
            () => throw new InvalidOperationException("opened"))], ""));
        Assert.StartsWith("'card' cannot be opened: all are refused; card:0: it is too old. ", Failure(backend, ""));
    }

    [Fact]
    public void Automatic_choice_looks_for_a_second_way_only_where_the_first_found_a_gpu()
    {
        var looked = 0;
        DeviceBackend First(bool isProcessor) => Backend(() => new([ListedDevice.Behind("Card", "0", "it", isProcessor,
            "it is too old", () => throw new InvalidOperationException("opened"))], ""));
        DeviceList Look()
        {
            looked++;
            return new([ListedDevice.Behind("Other", "0", "it", isProcessor: false, "",
                () => throw new InvalidOperationException("opened"))], "");
        }

        var second = DeviceBackend.OfDriver("other", "i", Look) with { IsSecondWay = true };
        Assert.Empty(DeviceSelector.Cards([First(isProcessor: true), second]));
        Assert.Equal(0, looked);
        Assert.Equal(["other:0"], DeviceSelector.Cards([First(isProcessor: false), second]));
    }

    [Fact]
    public void A_device_that_fails_to_open_is_a_named_error()
    {
        var backend = Backend(() => new([ListedDevice.Behind("Card", "0", "it", isProcessor: false, "",
            () => throw new DriverException("cardOpen", "ERROR_BUSY", 46))], ""));
        Assert.StartsWith("'card:0' cannot be opened: cardOpen failed with ERROR_BUSY (46). ", Failure(backend, "0"));
    }

    [Fact]
    public void A_library_that_is_not_there_is_no_error_and_an_old_one_lacks_functions()
    {
        Assert.Null(DriverLibrary.TryLoad("libno-such-driver.so.7", "no-such-driver.dll"));
        // The runtime's own library is there on every system, and no driver.
        var runtime = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!,
            OperatingSystem.IsWindows() ? "System.IO.Compression.Native.dll"
            : OperatingSystem.IsMacOS() ? "libSystem.Native.dylib" : "libSystem.Native.so");
        var library = DriverLibrary.TryLoad("libno-such-driver.so.7", runtime)!;
        Assert.Equal(runtime, library.Name);
        Assert.Equal(0, library.TryFind("vkCreateInstance"));
        Assert.Throws<EntryPointNotFoundException>(() => library.Find("cuInit"));
    }

    private static DeviceBackend Backend(Func<DeviceList> find) => DeviceBackend.OfDriver("card", "i", find);

    private static string Failure(DeviceBackend backend, string index) =>
        Assert.Throws<DeviceSelectionException>(() => backend.Open(index, 0)).Message;
}
