namespace GpuFormer.Batching;

/// <summary>A network compiled for one batch size, which one thread at a time may run.</summary>
internal interface INetworkRun : IDisposable
{
    /// <summary>Runs the network.</summary>
    /// <param name="input">Of all images of the batch, one after the other.</param>
    /// <param name="output">Of all images of the batch, one after the other.</param>
    void Predict(ReadOnlySpan<float> input, Span<float> output);
}
