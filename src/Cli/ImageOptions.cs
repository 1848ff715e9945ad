using System.CommandLine;
using GpuFormer.Cli.Training;
using GpuFormer.Imaging;
using GpuFormer.Training;

namespace GpuFormer.Cli;

/// <summary>The options that say what picture files may be like; as in a recipe, by the same names.</summary>
internal sealed class ImageOptions
{
    private readonly (RecipeField Field, Option<string[]> Option)[] _options =
        [.. new[] { "image-errors", "max-pixels", "draft-side" }.Select(RecipeFields.Find)
            .Select(field => (field, RecipeOptions.OfValue(field)))];

    public void AddTo(Command command)
    {
        foreach (var (_, option) in _options)
            command.Options.Add(option);
    }

    /// <summary>The limits that the command line names.</summary>
    /// <exception cref="RecipeException">A value makes no sense.</exception>
    public ImageLimits LimitsOf(ParseResult result)
    {
        var recipe = new TrainingRecipe();
        foreach (var (field, option) in _options)
        {
            if (result.GetResult(option) is { Implicit: false })
                recipe = field.Apply(recipe, string.Join(' ', result.GetValue(option)!));
        }

        return RecipeData.Limits(recipe);
    }
}
