using System.Text;
using GpuFormer.Devices;
using GpuFormer.Kernels.Launch;
using GpuFormer.SelfTest;

namespace GpuFormer;

/// <summary>
/// The choice behind <c>auto</c>: the first graphics card that passes a quick self-test, else the CPU device. Verdicts
/// are kept on disk for each device and driver, beside the kernels.
/// </summary>
internal static class AutomaticDevice
{
    private static readonly KernelBinaryCache Verdicts = KernelBinaryCache.Open("selftest");

    /// <summary>Opens the choice.</summary>
    /// <param name="cards">The device strings of cards that can be opened, the preferred first.</param>
    /// <param name="open">Opens one by its string.</param>
    /// <param name="report">Gets a line for each card that is passed over, and one for the choice.</param>
    /// <param name="test">Why a device is not fit, or an empty string; the quick self-test if null.</param>
    public static Device Open(
        IEnumerable<string> cards, Func<string, Device> open, Action<string>? report,
        Func<Device, string>? test = null)
    {
        foreach (var card in cards)
        {
            Device? device = null;
            string refusal;
            try
            {
                device = open(card);
                refusal = (test ?? RememberedTest)(device);
            }
            catch (Exception exception) when (exception is DeviceSelectionException or DeviceLostException
                or OutOfMemoryException)
            {
                refusal = exception.Message;
            }

            if (device is not null && refusal.Length == 0)
            {
                report?.Invoke($"auto: {device.Name}, {device.Description}");
                return device;
            }

            device?.Dispose();
            report?.Invoke($"auto: not {card}: {refusal}");
        }

        var cpu = open("cpu");
        report?.Invoke($"auto: {cpu.Name}, {cpu.Description}");
        return cpu;
    }

    // The description names the driver's version; other kernels are another question.
    private static string RememberedTest(Device device)
    {
        var key = KernelBinaryCache.Key(
            device.Name, device.Description, typeof(Device).Module.ModuleVersionId.ToString());
        if (Verdicts.TryRead(key) is { } remembered)
            return Encoding.UTF8.GetString(remembered).TrimEnd('\n');
        var refusal = DeviceSelfTest.Quick(device);
        Verdicts.Write(key, Encoding.UTF8.GetBytes(refusal + "\n"));
        return refusal;
    }
}
