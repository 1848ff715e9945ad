using GpuFormer.Kernels.Launch;
using GpuFormer.Models;
using GpuFormer.Weights;

namespace GpuFormer;

/// <summary>Opens weights of one task, refuses those of another, and says what is for them.</summary>
internal static class PredictionTask
{
    /// <summary>
    /// Opens the device for a model of a task, and makes what predicts with both. If that fails, both are disposed. The
    /// model comes before the device, which costs threads: mistakes show at once.
    /// </summary>
    /// <exception cref="ModelFormatException">The model is for another task; the message names both.</exception>
    /// <exception cref="DeviceSelectionException">There is no such device.</exception>
    public static T Open<T>(ModelTask task, Model model, PredictorOptions options, Func<Device, T> make)
    {
        Device? device = null;
        try
        {
            Require(model, task);
            device = options.OpenDevice();
            return make(device);
        }
        catch
        {
            device?.Dispose();
            model.Dispose();
            throw;
        }
    }

    /// <summary>Loads the model that weights name, once the options are known to make sense.</summary>
    public static Model Load(string weights, PredictorOptions options)
    {
        ArgumentNullException.ThrowIfNull(weights);
        options.Validate();
        return Model.Load(weights, options.OfModel);
    }

    /// <summary>Loads weights of a network that is named, once the options are known to make sense.</summary>
    public static Model Load(string model, string weights, PredictorOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(weights);
        options.Validate();
        return Model.Load(model, weights, options.OfModel);
    }

    private static void Require(Model model, ModelTask task)
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
