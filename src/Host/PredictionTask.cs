using GpuFormer.Models;
using GpuFormer.Weights;

namespace GpuFormer;

/// <summary>Refuses weights of one task where another is asked for, and says what is for them.</summary>
internal static class PredictionTask
{
    /// <summary>Checks what the network of a model says of an image.</summary>
    /// <exception cref="ModelFormatException">It is another task; the message names both.</exception>
    public static void Require(Model model, ModelTask task)
    {
        var actual = model.Network.Family.Task;
        if (actual != task)
        {
            throw new ModelFormatException(model.Source, null,
                $"holds {model.Name}, a {NounOf(actual)}, where a {NounOf(task)} is needed",
                $"Name weights of a {NounOf(task)}; in code, open these with {UsedBy(actual)}.");
        }
    }

    /// <summary>What a network of a task is called.</summary>
    public static string NounOf(ModelTask task) => task switch
    {
        ModelTask.Classification => "classifier",
        ModelTask.Detection => "detector",
        ModelTask.Segmentation => "segmenter",
    };

    private static string UsedBy(ModelTask task) => task switch
    {
        ModelTask.Classification => nameof(Classifier),
        ModelTask.Detection => nameof(Detector),
        ModelTask.Segmentation => nameof(Segmenter),
    };
}
