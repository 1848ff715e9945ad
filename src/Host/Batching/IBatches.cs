namespace GpuFormer.Batching;

/// <summary>A network for batches of one size or several, as a <see cref="Batcher{TRequest}"/> runs it: one thread at a
/// time.</summary>
/// <typeparam name="TRequest">One image: what goes in, and where what comes out is put.</typeparam>
internal interface IBatches<TRequest> : IDisposable
{
    /// <summary>Whether every batch is the largest, and there is none for one image.</summary>
    bool IsFixed { get; }

    /// <summary>The most images of a batch.</summary>
    int Largest { get; }

    /// <summary>The network for one image, unless batches are fixed.</summary>
    IBatchRun<TRequest> Single { get; }

    /// <summary>The largest batch that is there and that so many waiting images fill.</summary>
    IBatchRun<TRequest> For(int waiting);
}

/// <summary>A batch size with its network.</summary>
/// <typeparam name="TRequest">One image: what goes in, and where what comes out is put.</typeparam>
internal interface IBatchRun<TRequest>
{
    /// <summary>The most images of a run.</summary>
    int Size { get; }

    /// <summary>Runs the network on at least one and at most <see cref="Size"/> images.</summary>
    void Predict(ReadOnlySpan<TRequest> requests);
}
