namespace GpuFormer.Training;

/// <summary>Inputs of a network's graph that a step's targets are written into.</summary>
internal interface ITargetInputs
{
    /// <summary>Sets an input; it stays until it is set again.</summary>
    /// <param name="name">As the criterion, or the network, calls it.</param>
    /// <param name="elements">Row by row; integers as float32 numbers.</param>
    /// <exception cref="ArgumentException">There is no such input, or it has another number of elements.</exception>
    void Write(string name, ReadOnlySpan<float> elements);
}

/// <summary>What a network made of a step's images.</summary>
internal interface IStepOutputs
{
    /// <summary>Copies an output.</summary>
    /// <exception cref="ArgumentException">There is no such output, or it has another number of elements.</exception>
    void Read(string name, Span<float> elements);
}

/// <summary>What a step learns from beside the images.</summary>
internal abstract class StepTargets
{
    /// <summary>Of the images: one of the sizes that the session was made for.</summary>
    public abstract TrainingSize Size { get; }

    /// <summary>What a user should know of the targets of the last step; null if there is nothing to tell.</summary>
    public virtual string? Warning => null;

    /// <summary>Writes everything that is known before the network runs.</summary>
    public abstract void Write(ITargetInputs inputs);

    /// <summary>
    /// Writes what depends on the network's outputs, between the two phases of a step. Called for criteria with
    /// <see cref="Graph.Training.Criterion.MatchedOutputs"/>, which are the outputs that can be read.
    /// </summary>
    public virtual void Match(IStepOutputs outputs, ITargetInputs inputs)
    {
    }
}
