using GpuFormer.Imaging;
using GpuFormer.Kernels.Launch;
using GpuFormer.Serving;

namespace GpuFormer.Tests.Serving;

/// <summary>A network of two classes that does what a test asks for: waits, is lost, has labels of others.</summary>
internal sealed class FakePredictor : IPredictor
{
    private volatile bool _isLost;

    public string Network => "fake";

    public int Classes => 2;

    public int InputSize => 2;

    public string Device => "nowhere";

    public bool IsLost => _isLost;

    /// <summary>Calls wait for it.</summary>
    public Task Gate { get; init; } = Task.CompletedTask;

    public string Label { get; init; } = "one";

    public bool IsDisposed { get; private set; }

    public bool HasAttention => false;

    public (double Left, double Top, double Side) CropOf(Image image) => (0, 0, image.Width);

    public Task<IReadOnlyList<BridgeAttention>> AttendAsync(Image image, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public void Lose() => _isLost = true;

    public async Task<IReadOnlyList<Prediction>> ClassifyAsync(Image image, int topK, CancellationToken cancellation)
    {
        await WaitAsync(cancellation);
        return [new Prediction(0, Label, 0.75f), new Prediction(1, "two", 0.25f)];
    }

    // Sum and first number of the input.
    public async ValueTask PredictAsync(
        ReadOnlyMemory<float> input, Memory<float> logits, CancellationToken cancellation)
    {
        await WaitAsync(cancellation);
        var sum = 0f;
        foreach (var value in input.Span)
            sum += value;
        logits.Span[0] = sum;
        logits.Span[1] = input.Span[0];
    }

    public void Dispose() => IsDisposed = true;

    private async Task WaitAsync(CancellationToken cancellation)
    {
        if (_isLost)
            throw new DeviceLostException(Device, "it was pulled out.");
        await Gate.WaitAsync(cancellation);
    }
}
