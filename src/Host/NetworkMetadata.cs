using GpuFormer.Models;
using GpuFormer.Weights;

namespace GpuFormer;

/// <summary>
/// The options of a network in the metadata of its weights, so that weights of a network that is not the published one
/// open as what they were trained for.
/// </summary>
internal static class NetworkMetadata
{
    /// <summary>The key of the metadata; its value are texts <c>name=value</c> with spaces between them.</summary>
    public const string OptionsKey = "model_options";

    /// <summary>Makes a network of the stored options, or of none where nothing is said.</summary>
    /// <exception cref="ModelFormatException">This version knows no such network.</exception>
    public static ImageModel Create(
        IReadOnlyDictionary<string, string> metadata, string source, Func<IReadOnlyList<string>, ImageModel> make)
    {
        if (!metadata.TryGetValue(OptionsKey, out var text))
            return make([]);
        try
        {
            return make(text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
        catch (ArgumentException exception)
        {
            throw new ModelFormatException(source, null,
                $"has metadata '{OptionsKey}' that say no network: {exception.Message}",
                "Name the network's options yourself, or read it with the version that wrote it.", exception);
        }
    }

    /// <summary>The text to store, or null where there is nothing to say.</summary>
    public static string? Write(ImageModel model) =>
        model.OptionTexts.Count == 0 ? null : string.Join(' ', model.OptionTexts);
}
