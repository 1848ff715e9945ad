using System.Runtime.InteropServices;
using GpuFormer.Data;
using GpuFormer.Distributed;
using GpuFormer.Graph.Execution;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;

namespace GpuFormer.Training;

/// <summary>Judges a network on the pictures of a loader: compiled once, for weights that change.</summary>
internal sealed class Evaluator : ITrainingEvaluator, IDisposable
{
    private readonly ImageModel _model;
    private readonly BatchLoader _batches;
    private readonly Session _session;
    private readonly IRankGroup _ranks;

    /// <summary>Compiles the network.</summary>
    /// <param name="device">Must outlive the evaluator.</param>
    /// <param name="model">The network.</param>
    /// <param name="batches">Not augmented, not dropping the last batch; stays the caller's to dispose.</param>
    /// <param name="ranks">Those that judge together, each its share of the batches; null for this process alone.
    /// </param>
    /// <exception cref="DeviceMemoryException">The device has not enough memory.</exception>
    public Evaluator(Device device, ImageModel model, BatchLoader batches, IRankGroup? ranks = null)
    {
        _model = model;
        _batches = batches;
        _ranks = ranks ?? SingleRank.Instance;
        var size = batches.Options.Preprocessing.InputSize;
        using var empty = Model.FromState(model, model.Parameters.ToDictionary(
            parameter => parameter.Name, parameter => new float[parameter.Shape.Elements]));
        _session = new Session(empty, device, batches.Options.BatchSize, size, size);
    }

    public int Count => _batches.Dataset.Count;

    public ImageSource Images => _batches.Dataset;

    public IReadOnlyList<UnreadablePicture> Unreadable => _batches.Unreadable;

    public IReadOnlyList<DamagedPicture> Damaged => _batches.Damaged;

    public EvaluationResult Evaluate(IReadOnlyDictionary<string, float[]> state, CancellationToken cancellation)
    {
        using var model = Model.FromState(_model, state);
        _session.Reload(model);
        return Evaluate(_session, _batches, cancellation, ranks: _ranks);
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
    /// <param name="ranks">
    /// Those that judge together, each with a loader of its share of the same batches; null for this process alone. All
    /// get the result that one alone would have, to the byte.
    /// </param>
    /// <exception cref="OperationCanceledException">On all ranks, if one was cancelled.</exception>
    public static ClassificationResult Evaluate(
        Session session, BatchLoader batches, CancellationToken cancellation, Action<int>? report = null,
        IReadOnlyList<int>? classOf = null, IRankGroup? ranks = null)
    {
        var sum = new EvaluationSum(session.OutputShape[1]);
        if (ranks is null or { Size: 1 })
        {
            Judge(session, batches, cancellation, report, classOf, _ => { }, sum.Add);
            return sum.Result;
        }

        var counts = new List<int>();
        var judged = new List<JudgedPicture>();
        try
        {
            Judge(session, batches, cancellation, report, classOf, _ => counts.Add(0), (in JudgedPicture picture) =>
            {
                judged.Add(picture);
                counts[^1]++;
            });
        }
        catch (OperationCanceledException)
        {
            // The others must know before this rank leaves them.
        }

        if (ranks.Any(cancellation.IsCancellationRequested))
            throw new OperationCanceledException(cancellation);
        var allCounts = ranks.GatherBytes(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(counts)));
        var allJudged = ranks.GatherBytes(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(judged)));
        // In the order of the batches, in which one process would add them.
        var next = new int[ranks.Size];
        for (var number = 0; number < batches.BatchesIn(0); number++)
        {
            var rank = number % ranks.Size;
            var count = MemoryMarshal.Cast<byte, int>(allCounts[rank])[number / ranks.Size];
            foreach (ref readonly var picture in MemoryMarshal.Cast<byte, JudgedPicture>(allJudged[rank])
                .Slice(next[rank], count))
            {
                sum.Add(picture);
            }

            next[rank] += count;
        }

        return sum.Result;
    }

    private delegate void PictureAction(in JudgedPicture picture);

    private static void Judge(
        Session session, BatchLoader batches, CancellationToken cancellation, Action<int>? report,
        IReadOnlyList<int>? classOf, Action<Batch> begin, PictureAction add)
    {
        var classes = session.OutputShape[1];
        var logits = new float[session.OutputShape.Elements];
        foreach (var batch in batches.Epoch(0))
        {
            cancellation.ThrowIfCancellationRequested();
            begin(batch);
            session.Predict(batch.Pixels, logits);
            for (var row = 0; row < batch.Size; row++)
            {
                if (batch.Labels[row] is not Batch.NoLabel and var label)
                {
                    add(JudgedPicture.Of(
                        logits.AsSpan(row * classes, classes), classOf?[label] ?? label, batch.Indices[row]));
                }
            }

            report?.Invoke(batch.Number + 1);
        }
    }
}
