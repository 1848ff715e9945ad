using GpuFormer.Imaging;
using GpuFormer.Kernels.Launch;
using GpuFormer.Serving.Predictors;
using GpuFormer.Serving.Protocol;
using GpuFormer.Tasks.Systems;

namespace GpuFormer.Tests.Serving;

/// <summary>A network of two classes that does what a test asks for: waits, is lost, has labels of others.</summary>
internal sealed class FakePredictor : IPredictor
{
    private volatile bool _isLost;
    private int _calls;

    public string Network => "fake";

    public int Classes => 2;

    public string TaskName => "classification";

    public string Device => "nowhere";

    public bool IsLost => _isLost;

    /// <summary>Calls wait for it.</summary>
    public Task Gate { get; init; } = Task.CompletedTask;

    public string Label { get; init; } = "one";

    /// <summary>How many calls wait, or waited.</summary>
    public int Calls => Volatile.Read(ref _calls);

    public bool IsDisposed { get; private set; }

    public IAttention? Attention => null;

    public IReadOnlyList<TensorDescription> Inputs { get; } = [new(TensorDescription.Input, [-1, 3, 2, 2])];

    public IReadOnlyList<TensorDescription> Outputs { get; } = [new("logits", [-1, 2])];

    public void Lose() => _isLost = true;

    public async Task<ImageAnswer> PredictAsync(Image image, int? most, CancellationToken cancellation)
    {
        await WaitAsync(cancellation);
        return new ClassAnswer([new Prediction(0, Label, 0.75f), new Prediction(1, "two", 0.25f)]);
    }

    // Sum and first number of the input.
    public async Task<IReadOnlyList<StoredTensor>> InferAsync(
        InferRequest request, long most, CancellationToken cancellation)
    {
        await WaitAsync(cancellation);
        var values = request.Inputs[TensorDescription.Input].Values;
        return [new StoredTensor("logits", [values.Sum(), values[0]], [1, 2])];
    }

    public void Dispose() => IsDisposed = true;

    private async Task WaitAsync(CancellationToken cancellation)
    {
        if (_isLost)
            throw new DeviceLostException(Device, "it was pulled out.");
        Interlocked.Increment(ref _calls);
        await Gate.WaitAsync(cancellation);
    }
}
