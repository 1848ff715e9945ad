namespace GpuFormer.Training;

/// <summary>What a <see cref="Trainer"/> drives: a <see cref="TrainingSession"/>, or a stand-in of a test.</summary>
internal interface ITrainingSession : IDisposable
{
    /// <inheritdoc cref="TrainingSession.Initialise"/>
    void Initialise(int seed);

    /// <inheritdoc cref="TrainingSession.Load"/>
    void Load(IReadOnlyDictionary<string, float[]> state);

    /// <inheritdoc cref="TrainingSession.ReadState"/>
    IReadOnlyDictionary<string, float[]> ReadState();

    /// <inheritdoc cref="TrainingSession.ReadEma"/>
    IReadOnlyDictionary<string, float[]>? ReadEma();

    /// <inheritdoc cref="TrainingSession.LoadEma"/>
    void LoadEma(IReadOnlyDictionary<string, float[]> state);

    /// <inheritdoc cref="TrainingSession.ReadOptimizer"/>
    IReadOnlyDictionary<string, float[]> ReadOptimizer();

    /// <inheritdoc cref="TrainingSession.LoadOptimizer"/>
    void LoadOptimizer(IReadOnlyDictionary<string, float[]> state);

    /// <inheritdoc cref="TrainingSession.Step(ReadOnlySpan{float}, ReadOnlySpan{float}, double)"/>
    StepResult Step(ReadOnlySpan<float> images, ReadOnlySpan<float> targets, double learningRate);

    /// <inheritdoc cref="TrainingSession.Step(ReadOnlySpan{float}, StepTargets, double)"/>
    StepResult Step(ReadOnlySpan<float> images, StepTargets targets, double learningRate) =>
        throw new NotSupportedException("The session learns from soft targets alone.");

    /// <inheritdoc cref="TrainingSession.LossNames"/>
    IReadOnlyList<string> LossNames => ["loss"];

    /// <inheritdoc cref="TrainingSession.LossParts"/>
    ReadOnlySpan<double> LossParts => [];

    /// <inheritdoc cref="TrainingSession.Results"/>
    ReadOnlySpan<StepResult> Results { get; }

    /// <inheritdoc cref="TrainingSession.FirstNonFiniteLayer"/>
    string? FirstNonFiniteLayer();
}
