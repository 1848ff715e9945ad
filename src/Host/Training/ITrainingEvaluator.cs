using GpuFormer.Data;

namespace GpuFormer.Training;

/// <summary>Judges weights between two epochs: an <see cref="Evaluator"/>, or a stand-in of a test.</summary>
internal interface ITrainingEvaluator
{
    /// <summary>How many pictures it judges by.</summary>
    int Count { get; }

    /// <summary>Those that could not be read so far.</summary>
    IReadOnlyList<UnreadablePicture> Unreadable { get; }

    /// <summary>Pictures found damaged so far and judged by all the same.</summary>
    IReadOnlyList<DamagedPicture> Damaged => [];

    /// <summary>The images that it judges by, for the report to show some; null where there are none to show.</summary>
    ImageSource? Images => null;

    /// <summary>Judges weights: official keys, PyTorch layouts.</summary>
    EvaluationResult Evaluate(IReadOnlyDictionary<string, float[]> state, CancellationToken cancellation);
}
