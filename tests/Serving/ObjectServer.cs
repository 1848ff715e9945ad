using GpuFormer.Imaging;
using GpuFormer.Serving;
using GpuFormer.Serving.Predictors;
using GpuFormer.Tests.Style;

namespace GpuFormer.Tests.Serving;

/// <summary>A server of the detector of digits that comes with the repository.</summary>
public sealed class ObjectServer : IDisposable
{
    public const string Model = "objects";

    public ObjectServer() => Server = new RunningServer(
        new ServerOptions(), new ServedModel(Model, LoadedPredictor.Of(Load()), null));

    public RunningServer Server { get; }

    /// <summary>A seven and a one over coloured noise.</summary>
    public static string TwoDigits { get; } = Path.Combine(Repository.Root, "data/objects/two-digits.png");

    public static Detector Load() => Detector.Load(
        Path.Combine(Repository.Root, "data/weights/retinanet_mobile_former_26m-digits.safetensors"),
        new DetectorOptions { Device = "cpu" });

    /// <summary>An image of its own for each number: the two digits, cut at the right and at the bottom.</summary>
    internal static Image Part(int number)
    {
        var whole = ImageDecoder.Load(TwoDigits);
        var part = new Image(whole.Height - (7 * (number % 5)), whole.Width - (5 * (number % 3)));
        for (var y = 0; y < part.Height; y++)
            whole.Row(y)[..(3 * part.Width)].CopyTo(part.Row(y));
        return part;
    }

    public void Dispose() => Server.Dispose();
}
