using GpuFormer.Data;
using GpuFormer.Distributed;
using GpuFormer.Graph.Execution;
using GpuFormer.Graph.Training;
using GpuFormer.Imaging;
using GpuFormer.Kernels.Launch;
using GpuFormer.Training;

namespace GpuFormer.Tasks;

/// <summary>What a task gives to one run.</summary>
internal abstract class TaskTraining
{
    /// <summary>Rows and columns of what the network sees.</summary>
    public abstract (int Height, int Width) Canvas { get; }

    /// <summary>Rows and columns of all that it may see, the largest first.</summary>
    public virtual IReadOnlyList<(int Height, int Width)> Canvases => [Canvas];

    /// <summary>What the network is trained by; null for classification's own, which learns from soft targets.</summary>
    public virtual Criterion? Criterion => null;

    /// <summary>What a step learns from; null where <see cref="Criterion"/> is.</summary>
    public virtual Func<Batch, StepTargets>? Targets => null;

    /// <summary>Why several processes cannot train together; null where they can.</summary>
    public virtual string? NoRanks => null;

    /// <summary>Makes batches to learn from.</summary>
    public abstract BatchLoader CreateBatches(ImageSource training, IRankGroup ranks);

    /// <summary>Makes what judges weights between two epochs.</summary>
    /// <param name="device">Must outlive it.</param>
    /// <param name="validation">The images to judge by.</param>
    /// <param name="ranks">Those that judge together.</param>
    /// <exception cref="DeviceMemoryException">The device has not enough memory.</exception>
    public abstract IOwningEvaluator CreateEvaluator(Device device, ImageSource validation, IRankGroup ranks);

    /// <summary>What that takes of a device.</summary>
    /// <param name="device">The device.</param>
    /// <param name="batch">Images of a batch of training.</param>
    public abstract MemoryNeed NeedOfEvaluator(Device device, int batch);

    /// <summary>Draws the first images of a batch as the network sees them, with what is to be learned of them.</summary>
    public abstract Image Draw(Batch batch, IReadOnlyList<string> classes);

    /// <summary>Opens a loader, and says what is wrong with its options in words of the recipe.</summary>
    protected static BatchLoader Loader(string data, Func<BatchLoader> create)
    {
        try
        {
            return create();
        }
        catch (ArgumentException exception)
        {
            var end = exception.Message.IndexOf(" (Parameter '", StringComparison.Ordinal);
            throw new RecipeException($"{data}: {(end < 0 ? exception.Message : exception.Message[..end])}");
        }
    }
}

/// <summary>An evaluator that owns what it judges with.</summary>
internal interface IOwningEvaluator : ITrainingEvaluator, IDisposable;
