using System.Globalization;
using GpuFormer.Kernels.Launch;
using GpuFormer.Training;

namespace GpuFormer.Cli.Training;

/// <summary>What a run tells before its first step: on what, which network, which data, where it goes, what is changed.
/// </summary>
/// <param name="write">Takes one line.</param>
/// <param name="device">What the run is on.</param>
/// <param name="recipe">Of the run.</param>
/// <param name="from">The recipe that it departs from: a preset, or the defaults of the network.</param>
/// <param name="fromName">What people call that.</param>
internal sealed class TrainingHeader(
    Action<string> write, Device device, TrainingRecipe recipe, TrainingRecipe from, string fromName) : ITrainingObserver
{
    // Running averages of batch norms take a tenth of each batch: after 20 batches, 88 % is learned.
    private const int FewBatches = 20;

    public void Started(TrainingStart start)
    {
        foreach (var line in Lines(start))
            write(line);
    }

    private IEnumerable<string> Lines(TrainingStart start)
    {
        yield return $"device   {device.Name}: {device.Description}";
        yield return string.Create(CultureInfo.InvariantCulture,
            $"model    {start.Model}, {start.Classes:N0} classes, images of {recipe.ImageSize} x {recipe.LongestSide}");
        yield return string.Create(CultureInfo.InvariantCulture,
            $"data     {recipe.DataName}: {start.TrainPictures:N0} images to learn from, {start.EvalPictures:N0} to judge by");
        yield return string.Create(CultureInfo.InvariantCulture,
            $"epochs   {start.Epochs:N0} of {start.BatchesPerEpoch:N0} batches of {start.BatchSize:N0}");
        yield return $"folder   {start.Folder}";
        var changed = RecipeFields.Changed(recipe, from)
            .Select(setting => $"{setting.Field.Key} {(setting.Value.Length == 0 ? "none" : setting.Value)}").ToList();
        yield return $"settings {fromName}{(changed.Count == 0 ? "" : ", but " + string.Join(", ", changed))}";
        if (start.BatchesPerEpoch < FewBatches)
        {
            yield return $"note     {start.BatchesPerEpoch} batches an epoch are few: validation uses running averages of "
                + "batch norms, which take some 20 batches to follow. A smaller --batch-size gives more.";
        }
    }
}
