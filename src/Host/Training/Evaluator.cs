using GpuFormer.Data;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;

namespace GpuFormer.Training;

/// <summary>Judges a network on the pictures of a loader.</summary>
public sealed class Evaluator : ITrainingEvaluator
{
    private readonly Device _device;
    private readonly ImageModel _model;
    private readonly BatchLoader _batches;

    /// <param name="device">Must outlive the evaluator.</param>
    /// <param name="model">The network.</param>
    /// <param name="batches">Not augmented, not dropping the last batch; stays the caller's to dispose.</param>
    public Evaluator(Device device, ImageModel model, BatchLoader batches)
    {
        _device = device;
        _model = model;
        _batches = batches;
    }

    public int Count => _batches.Dataset.Count;

    public IReadOnlyList<UnreadablePicture> Unreadable => _batches.Unreadable;

    public EvaluationResult Evaluate(IReadOnlyDictionary<string, float[]> state, CancellationToken cancellation)
    {
        using var model = Model.FromState(_model, state);
        using var session = CreateSession(model);
        return Evaluate(session, _batches, cancellation);
    }

    /// <summary>Judges a compiled network.</summary>
    /// <param name="session">Of the loader's batch and picture size.</param>
    /// <param name="batches">Not augmented, not dropping the last batch.</param>
    /// <param name="cancellation">Looked at after each batch.</param>
    /// <param name="report">Gets to know how many batches are done, if given.</param>
    public static EvaluationResult Evaluate(
        Session session, BatchLoader batches, CancellationToken cancellation, Action<int>? report = null)
    {
        var classes = session.OutputShape[1];
        var logits = new float[session.OutputShape.Elements];
        var sum = new EvaluationSum(classes);
        foreach (var batch in batches.Epoch(0))
        {
            cancellation.ThrowIfCancellationRequested();
            session.Predict(batch.Pixels, logits);
            for (var row = 0; row < batch.Size; row++)
            {
                if (batch.Labels[row] != Batch.NoLabel)
                    sum.Add(logits.AsSpan(row * classes, classes), batch.Labels[row]);
            }

            report?.Invoke(batch.Number + 1);
        }

        return sum.Result;
    }

    private Session CreateSession(Model model) => new(
        model, _device, _batches.Options.BatchSize, _batches.Options.Preprocessing.InputSize,
        _batches.Options.Preprocessing.InputSize);
}
