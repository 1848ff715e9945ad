using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using GpuFormer.Data;
using GpuFormer.Distributed;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;

namespace GpuFormer.Training;

/// <summary>
/// What ranks must share before the first step: else they would train different things and never know. All ranks call
/// each method, and all get the same error, with both values.
/// </summary>
internal static class RankAgreement
{
    /// <summary>The settings that decide the result, and the version. Paths may differ from machine to machine.</summary>
    /// <exception cref="RankSetupException">The ranks differ.</exception>
    public static void OnRecipe(IRankGroup ranks, TrainingRecipe recipe) => ranks.RequireSame(
    [
        ("the version", typeof(RankAgreement).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion ?? ""),
        .. RecipeFields.All.Where(f => f.DecidesResult && f.Key is not (
            "data" or "annotations" or "images" or "val_annotations" or "val_images" or "initial_checkpoint" or "class_map"))
            .Select(f => ($"--{f.Name}", f.Read(recipe))),
    ]);

    /// <summary>The pictures, by name and class, and the classes.</summary>
    /// <exception cref="DatasetFormatException">The ranks see other files.</exception>
    public static void OnData(IRankGroup ranks, string path, ImageSource training, ImageSource validation)
    {
        if (ranks.Size == 1)
            return;
        try
        {
            ranks.RequireSame([("the training split", Listing(path, training)),
                ("the validation split", Listing(path, validation))]);
        }
        catch (RankSetupException exception)
        {
            throw new DatasetFormatException(path, $"is not the same for all ranks. {exception.Message.TrimEnd('.')}",
                "Copy the same files to each machine.");
        }
    }

    /// <summary>The network, and the kind of device: others round in other places.</summary>
    /// <exception cref="RankSetupException">The ranks differ.</exception>
    public static void OnModel(IRankGroup ranks, ImageModel model, Device device) => ranks.RequireSame(
    [
        ("the model", $"{model.Name} with {model.Classes} classes and {model.ParameterCount} parameters"),
        ("the kind of device", $"{device.Name.TrimEnd([.. "0123456789.:"])} with {device.Capabilities.LaneCount} lanes"),
    ]);

    /// <summary>What is validated, on what, and how pictures are read.</summary>
    /// <param name="ranks">All of whom call this.</param>
    /// <param name="recipe">Says how pictures are read.</param>
    /// <param name="data">The pictures.</param>
    /// <param name="model">The network's name.</param>
    /// <exception cref="RankSetupException">The ranks differ.</exception>
    /// <exception cref="DatasetFormatException">The ranks see other files.</exception>
    public static void OnEvaluation(IRankGroup ranks, TrainingRecipe recipe, ImageSource data, string model)
    {
        OnRecipe(ranks, recipe);
        if (ranks.Size == 1)
            return;
        OnData(ranks, recipe.Data, data, data);
        ranks.RequireSame([("the model", model)]);
    }

    private static string Listing(string path, ImageSource data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + '\n'));
        foreach (var name in data.Classes)
            Add(name);
        for (var i = 0; i < data.Count; i++)
        {
            // Where the folder lies is no part of it.
            var name = data.NameOf(i);
            Add(name.StartsWith(path, StringComparison.Ordinal) ? name[path.Length..] : name);
            Add(data.TargetTextOf(i));
        }

        return $"{data.Count} pictures of {data.Classes.Count} classes, "
            + $"listing {Convert.ToHexString(hash.GetHashAndReset())[..12]}";
    }
}
