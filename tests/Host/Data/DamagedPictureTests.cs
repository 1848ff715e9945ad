using GpuFormer.Data;
using GpuFormer.Imaging;
using GpuFormer.Tests.Host.Imaging;
using GpuFormer.Training;
using Xunit;

namespace GpuFormer.Tests.Host.Data;

/// <summary>Damaged pictures of a data set are learnt from and told once, or count as unreadable.</summary>
public sealed class DamagedPictureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DamagedPictureTests()
    {
        _folder.Write("val/a/sound.jpg", ImagingData.Bytes("seeds/baseline.jpg"));
        _folder.Write("val/a/damaged.jpg", ImagingData.Bytes("recovered/rst_wrong.jpg"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Damage_is_listed_once_for_each_file_however_often_it_is_read()
    {
        using var batches = Loader(ImageErrors.Recover);
        Assert.Equal(2, batches.Epoch(0).Single().Count);
        Assert.Equal(2, batches.Epoch(1).Single().Count);
        Assert.Empty(batches.Unreadable);
        var damaged = Assert.Single(batches.Damaged);
        Assert.EndsWith("damaged.jpg", damaged.Name);
        Assert.Contains("RST", damaged.ToString());
    }

    [Fact]
    public void Strict_recipe_leaves_damaged_pictures_out()
    {
        using var batches = Loader(ImageErrors.Strict);
        batches.Epoch(0).Single();
        Assert.Empty(batches.Damaged);
        Assert.EndsWith("damaged.jpg", Assert.Single(batches.Unreadable).Name);
    }

    private BatchLoader Loader(ImageErrors errors)
    {
        var recipe = new TrainingRecipe { Data = _folder.Path, ImageErrors = errors, ImageSize = 32, BatchSize = 2 };
        return new BatchLoader(
            RecipeData.Open(recipe, DatasetSplit.Validation), RecipeData.EvaluationOptions(recipe));
    }
}
