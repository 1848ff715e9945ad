namespace GpuFormer.Training;

/// <summary>What a <see cref="Trainer"/> drives: a <see cref="TrainingSession"/>, or a stand-in of a test.</summary>
public interface ITrainingSession : IDisposable
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

    /// <inheritdoc cref="TrainingSession.Step"/>
    StepResult Step(ReadOnlySpan<float> images, ReadOnlySpan<float> targets, double learningRate);

    /// <inheritdoc cref="TrainingSession.Results"/>
    ReadOnlySpan<StepResult> Results { get; }

    /// <inheritdoc cref="TrainingSession.FirstNonFiniteLayer"/>
    string? FirstNonFiniteLayer();
}
