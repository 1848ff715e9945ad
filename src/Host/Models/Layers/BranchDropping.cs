using GpuFormer.Graph;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Models.Layers;

/// <summary>
/// Drops branches and elements by chance while a network is trained; adds nothing for inference. Which images are dropped
/// is a function of seed, step, the place in the network, and the image: each image is drawn for itself, in token branches
/// too. (The official code, whose tokens have the batch second, draws one number there for each token of all images; its
/// recipes drop nothing.)
/// </summary>
internal sealed class BranchDropping(GraphBuilder builder, TrainingRates? rates)
{
    private Tensor? _step;
    private int _layers;

    private Tensor Step => _step ??= builder.Input(StepScalars.Name, new Shape(StepScalars.Count));

    /// <summary>Drops a branch of an image, at a share of the network's largest rate (Networks 1.2).</summary>
    public Tensor DropPath(string path, Tensor branch, double share)
    {
        var layer = ++_layers;
        var rate = (rates?.DropPath ?? 0) * share;
        return rate > 0 ? builder.Add($"{path}.drop_path", new DropPath(rate, layer), branch, Step) : branch;
    }

    /// <summary>
    /// Drops one of two branches, or none, of an image: never both where the rates sum up to 1 at most (Networks 1.12).
    /// </summary>
    public (Tensor First, Tensor Second) DropEither(
        string path, (Tensor Branch, double Rate) first, (Tensor Branch, double Rate) second)
    {
        var layer = ++_layers;
        if (rates is null || first.Rate + second.Rate == 0)
            return (first.Branch, second.Branch);
        return (
            builder.Add($"{path}.local", new DropPath(first.Rate, layer), first.Branch, Step),
            builder.Add($"{path}.global", new DropPath(second.Rate, layer) { FromTop = true }, second.Branch, Step));
    }

    /// <summary>Drops elements before the last linear.</summary>
    public Tensor Dropout(string path, Tensor x) =>
        rates is { Dropout: > 0 } ? builder.Add(path, new Dropout(rates.Dropout, Layer: 0), x, Step) : x;
}
