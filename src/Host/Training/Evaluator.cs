using GpuFormer.Data;
using GpuFormer.Graph.Execution;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;

namespace GpuFormer.Training;

/// <summary>Judges a network on the pictures of a loader: compiled once, for weights that change.</summary>
public sealed class Evaluator : ITrainingEvaluator, IDisposable
{
    private readonly ImageModel _model;
    private readonly BatchLoader _batches;
    private readonly Session _session;

    /// <summary>Compiles the network.</summary>
    /// <param name="device">Must outlive the evaluator.</param>
    /// <param name="model">The network.</param>
    /// <param name="batches">Not augmented, not dropping the last batch; stays the caller's to dispose.</param>
    /// <exception cref="DeviceMemoryException">The device has not enough memory.</exception>
    public Evaluator(Device device, ImageModel model, BatchLoader batches)
    {
        _model = model;
        _batches = batches;
        var size = batches.Options.Preprocessing.InputSize;
        using var empty = Model.FromState(model, model.Parameters.ToDictionary(
            parameter => parameter.Name, parameter => new float[parameter.Shape.Elements]));
        _session = new Session(empty, device, batches.Options.BatchSize, size, size);
    }

    public int Count => _batches.Dataset.Count;

    public IReadOnlyList<UnreadablePicture> Unreadable => _batches.Unreadable;

    public IReadOnlyList<DamagedPicture> Damaged => _batches.Damaged;

    public EvaluationResult Evaluate(IReadOnlyDictionary<string, float[]> state, CancellationToken cancellation)
    {
        using var model = Model.FromState(_model, state);
        _session.Reload(model);
        return Evaluate(_session, _batches, cancellation);
    }

    /// <summary>Releases the device memory.</summary>
    public void Dispose() => _session.Dispose();

    /// <summary>What an evaluator takes of a device.</summary>
    internal static MemoryNeed NeedOf(Device device, ImageModel model, int batchSize, int side) =>
        MemoryNeed.Of(ExecutionPlan.Create(model.Build(batchSize, side, side), device.Capabilities));

    /// <summary>Judges a compiled network.</summary>
    /// <param name="session">Of the loader's batch and picture size.</param>
    /// <param name="batches">Not augmented, not dropping the last batch.</param>
    /// <param name="cancellation">Looked at after each batch.</param>
    /// <param name="report">Gets to know how many batches are done, if given.</param>
    /// <param name="classOf">The network's class for each class of the data set; null where they are the same.</param>
    public static EvaluationResult Evaluate(
        Session session, BatchLoader batches, CancellationToken cancellation, Action<int>? report = null,
        IReadOnlyList<int>? classOf = null)
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
                if (batch.Labels[row] is not Batch.NoLabel and var label)
                    sum.Add(logits.AsSpan(row * classes, classes), classOf?[label] ?? label, batch.Indices[row]);
            }

            report?.Invoke(batch.Number + 1);
        }

        return sum.Result;
    }
}
