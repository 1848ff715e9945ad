using GpuFormer.Data;
using GpuFormer.Distributed;
using GpuFormer.Graph.Execution;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;
using GpuFormer.Tasks.Systems;
using GpuFormer.Training;

namespace GpuFormer.Tasks;

/// <summary>Runs a network on annotated images of a loader, batch by batch: compiled once, for weights that change.</summary>
internal abstract class CanvasEvaluator : IOwningEvaluator
{
    // Whoever reads of ten knows what is wrong.
    private const int MostNamedImages = 10;

    private readonly ImageModel _network;
    private readonly BatchLoader _batches;
    private readonly Dictionary<(int Height, int Width), (Session Session, NetworkOutputs Outputs)> _sessions = [];

    /// <summary>Compiles the network; the loader is its own from here on.</summary>
    protected CanvasEvaluator(Device device, ImageModel network, BatchLoader batches)
    {
        (_network, _batches) = (network, batches);
        try
        {
            using var empty = Model.FromState(network, network.Parameters.ToDictionary(
                parameter => parameter.Name, parameter => new float[parameter.Shape.Elements]));
            foreach (var canvas in batches.Options.Canvases?.All ?? [batches.Options.Canvas!.Value])
            {
                var (session, outputs) = (
                    new Session(empty, device, batches.Options.BatchSize, canvas.Height, canvas.Width), new NetworkOutputs());
                _sessions.Add(canvas, (session, outputs));
                foreach (var output in session.Outputs)
                    outputs.Set(output.Name, output.Shape, new float[output.Shape.Elements]);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public int Count => _batches.Dataset.Count;

    /// <inheritdoc/>
    public ImageSource Images => _batches.Dataset;

    /// <inheritdoc/>
    public IReadOnlyList<UnreadablePicture> Unreadable => _batches.Unreadable;

    /// <inheritdoc/>
    public IReadOnlyList<DamagedPicture> Damaged => _batches.Damaged;

    /// <summary>What such an evaluator takes of a device.</summary>
    public static MemoryNeed NeedOf(
        Device device, ImageModel network, int batch, IReadOnlyList<(int Height, int Width)> canvases) =>
        canvases.Select(canvas => MemoryNeed.Of(ExecutionPlan.Create(
            network.Build(batch, canvas.Height, canvas.Width), device.Capabilities))).Aggregate((sum, need) => sum.And(need));

    /// <inheritdoc/>
    public EvaluationResult Evaluate(IReadOnlyDictionary<string, float[]> state, CancellationToken cancellation)
    {
        using var model = Model.FromState(_network, state);
        foreach (var (session, _) in _sessions.Values)
            session.Reload(model);
        Begin();
        var nonFinite = new SortedSet<int>();
        var count = 0;
        foreach (var batch in _batches.Epoch(0))
        {
            cancellation.ThrowIfCancellationRequested();
            count += Run(batch, nonFinite);
        }

        return Conclude(count, cancellation) with
        {
            NonFinite = nonFinite.Count,
            NonFinitePictures = [.. nonFinite.Take(MostNamedImages)],
        };
    }

    /// <summary>Forgets what was told.</summary>
    protected abstract void Begin();

    /// <summary>Takes what the network made of an image. Called from several threads at once.</summary>
    /// <param name="outputs">Of the batch.</param>
    /// <param name="row">Of the image in the batch.</param>
    /// <param name="image">Its index in the set.</param>
    /// <param name="canvas">Rows and columns of the batch.</param>
    /// <param name="size">Rows and columns of the image within it.</param>
    /// <exception cref="NonFiniteResultException">The outputs are no numbers.</exception>
    protected abstract void Add(
        NetworkOutputs outputs, int row, int image, (int Height, int Width) canvas, (int Height, int Width) size);

    /// <summary>Judges what was told.</summary>
    /// <param name="count">Images that could be read.</param>
    /// <param name="cancellation">Ends the work early.</param>
    protected abstract EvaluationResult Conclude(int count, CancellationToken cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (session, _) in _sessions.Values)
            session.Dispose();
        _batches.Dispose();
    }

    private int Run(Batch batch, SortedSet<int> nonFinite)
    {
        var canvas = (batch.Height, batch.Width);
        var (session, outputs) = _sessions[canvas];
        var sizes = batch.Sizes.ToArray();
        var present = batch.Annotations.ToArray().Select(annotations => annotations is not null).ToArray();
        var indices = batch.Indices.ToArray();
        // An empty row fills the canvas: attention must have something to look at.
        if (_network is IPaddedNetwork padded)
        {
            padded.WriteSizes(batch.Height, batch.Width, [.. sizes.Select((size, row) => present[row] ? size : canvas)],
                (name, elements) => session.Write(name, elements));
        }

        session.Run(batch.Pixels);
        foreach (var output in session.Outputs)
            session.Read(output.Name, outputs.ElementsOf(output.Name));
        Parallel.For(0, batch.Count, row =>
        {
            if (!present[row])
                return;
            try
            {
                Add(outputs, row, indices[row], canvas, sizes[row]);
            }
            catch (NonFiniteResultException)
            {
                lock (nonFinite)
                    nonFinite.Add(indices[row]);
            }
        });
        return present.Count(isThere => isThere);
    }
}
