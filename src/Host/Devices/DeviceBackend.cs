using System.Globalization;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Devices;

/// <summary>A kind of device: one row of <see cref="DeviceBackends.All"/>.</summary>
/// <param name="Kind">What its device strings begin with: <c>cpu</c>, <c>opencl</c>, ...</param>
/// <param name="IndexForm">How its devices are told apart, such as <c>i</c> or <c>p.d</c>; empty if there is one.</param>
/// <param name="Find">The devices of this machine; may throw <see cref="DriverException"/>.</param>
/// <param name="Start">
/// Opens one by its index, which has the row's form or is empty for the first. The number is that of a CPU's workers, 0
/// for one on each processor.
/// </param>
internal sealed record DeviceBackend(
    string Kind, string IndexForm, Func<DeviceList> Find, Func<string, int, Device> Start)
{
    /// <summary>A row whose devices lie behind a driver, or a loader of drivers.</summary>
    public static DeviceBackend OfDriver(string kind, string indexForm, Func<DeviceList> find) =>
        new(kind, indexForm, find, (index, _) => find().Choose(kind, index).Open());

    /// <summary>Whether <c>auto</c> looks for graphics cards among its devices.</summary>
    public bool HasCandidates { get; init; } = IndexForm.Length > 0;

    /// <summary>
    /// Whether its GPUs are those that a backend before it reaches in its own way: <c>auto</c> looks for them only where
    /// that backend lists one.
    /// </summary>
    public bool IsSecondWay { get; init; }

    /// <summary>All its device strings in one: <c>opencl[:p.d]</c>.</summary>
    public string Form => IndexForm.Length == 0 ? Kind : $"{Kind}[:{IndexForm}]";

    /// <summary>One of its device strings, for messages: <c>opencl:0.0</c>.</summary>
    public string Example => NameOf(string.Join('.', IndexForm.Split('.').Select(part => part.Length == 0 ? "" : "0")));

    /// <summary>The device string of an index.</summary>
    public string NameOf(string index) => index.Length == 0 ? Kind : $"{Kind}:{index}";

    /// <summary>Whether a text has the form of its indices.</summary>
    public bool IsIndex(string text)
    {
        var numbers = text.Split('.');
        return IndexForm.Length > 0 && numbers.Length == IndexForm.Split('.').Length
            && numbers.All(number => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _));
    }

    /// <summary>The devices of this machine; a driver that fails has none, and the list says why.</summary>
    public DeviceList List()
    {
        try
        {
            return Find();
        }
        catch (DriverException exception)
        {
            return DeviceList.None(exception.Message);
        }
    }

    /// <summary>Opens a device by its index, or the first that can be opened, cards before the processor.</summary>
    /// <exception cref="DeviceSelectionException">It cannot be opened; the message says why.</exception>
    public Device Open(string index, int threads)
    {
        try
        {
            return Start(index, threads);
        }
        catch (Exception exception) when (exception is InvalidOperationException or DriverException)
        {
            throw new DeviceSelectionException($"'{NameOf(index)}' cannot be opened: {exception.Message.TrimEnd('.')}. "
                + "See 'gpuformer devices' for those that can.");
        }
    }
}

/// <summary>The devices of one backend on this machine, in the order of its indices.</summary>
/// <param name="Devices">Those that can be opened, and those that are refused.</param>
/// <param name="Reason">Why there are none; else empty.</param>
internal sealed record DeviceList(IReadOnlyList<ListedDevice> Devices, string Reason)
{
    /// <summary>No device, and why.</summary>
    public static DeviceList None(string reason) => new([], reason);

    /// <summary>
    /// The device with this index. Without one the first that can be opened, a graphics card before the processor, since
    /// whoever wants the processor says <c>cpu</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is none, or it is refused.</exception>
    public ListedDevice Choose(string kind, string index)
    {
        if (Devices.Count == 0)
            throw new InvalidOperationException(Reason);
        if (index.Length == 0)
        {
            return Devices.Where(device => device.Refusal.Length == 0).OrderByDescending(device => device.IsCard)
                .FirstOrDefault() ?? throw new InvalidOperationException($"all are refused; {kind}:{Devices[0].Index}: "
                + Devices[0].Refusal);
        }

        // 007 names the device 7.
        var numbers = index.Split('.').Select(Number);
        var chosen = Devices.FirstOrDefault(device => device.Index.Split('.').Select(Number).SequenceEqual(numbers))
            ?? throw new InvalidOperationException("there is no such device; the driver knows "
                + string.Join(", ", Devices.Select(device => $"{kind}:{device.Index}")));
        return chosen.Refusal.Length == 0 ? chosen : throw new InvalidOperationException(chosen.Refusal);
    }

    private static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}

/// <summary>A device that a driver lists.</summary>
/// <param name="Index">What stands behind the colon of its device string; empty where there is one device.</param>
/// <param name="Description">Its name and versions.</param>
/// <param name="IsCard">Whether <c>auto</c> may take it: not the processor under another name.</param>
/// <param name="Use">What it is for.</param>
/// <param name="Refusal">Why it cannot be opened; empty if it can.</param>
/// <param name="Open">Opens it.</param>
internal sealed record ListedDevice(
    string Index, string Description, bool IsCard, string Use, string Refusal, Func<Device> Open)
{
    /// <summary>A device behind a driver, which may be the processor through <paramref name="driver"/>.</summary>
    public static ListedDevice Behind(
        string driver, string index, string description, bool isProcessor, string refusal, Func<Device> open) =>
        new(index, description, !isProcessor, isProcessor ? $"the processor through {driver}; for tests" : "graphics card",
            refusal, open);
}
