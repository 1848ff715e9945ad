using System.Globalization;
using System.Text.Json;
using GpuFormer.Data;
using GpuFormer.Weights;

namespace GpuFormer.Training;

/// <summary>
/// The file that a run goes on from: parameters, running statistics, the optimizer's state and the moving averages as
/// tensors <c>model.*</c>, <c>optimizer.*</c> and <c>ema.*</c>, each as one row; position, losses and finished epochs,
/// model and recipe in the metadata.
/// </summary>
internal sealed class TrainingCheckpoint
{
    private const string ModelKey = "model";
    private const string ClassesKey = "classes";
    private const string ProgressKey = "progress";
    private const string RecipeKey = "recipe";
    private const string DataKey = "data";
    private const string RanksKey = "ranks";
    private const string AccumulationKey = "grad_accum_steps";
    private const string BatchKey = "batch_size";
    private const string ModelPrefix = "model.";
    private const string OptimizerPrefix = "optimizer.";
    private const string EmaPrefix = "ema.";

    public required string Model { get; init; }

    public required int Classes { get; init; }

    public required TrainingProgress Progress { get; init; }

    /// <summary>Processes that trained together.</summary>
    public int Ranks { get; init; } = 1;

    /// <summary>Those settings that decide the result, by their keys.</summary>
    public required IReadOnlyDictionary<string, string> Recipe { get; init; }

    /// <summary>What the data were; null in states of earlier versions.</summary>
    public required DataIdentity? Data { get; init; }

    public required IReadOnlyDictionary<string, float[]> State { get; init; }

    public required IReadOnlyDictionary<string, float[]> Optimizer { get; init; }

    public required IReadOnlyDictionary<string, float[]>? Ema { get; init; }

    /// <summary>The settings of a recipe that a resumed run must share.</summary>
    /// <param name="recipe">Its accumulation is that of each rank.</param>
    /// <param name="ranks">How many train together: what decides is how many batches all of them make a step of.</param>
    public static SortedDictionary<string, string> Deciding(TrainingRecipe recipe, int ranks)
    {
        recipe = recipe with { AccumulationSteps = recipe.AccumulationSteps * ranks };
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in RecipeFields.All.Where(f => f.DecidesResult && f.IsWritten(recipe)))
            settings.Add(field.Key, field.Read(recipe));
        return settings;
    }

    /// <summary>
    /// A recipe that goes on from a state which another number of ranks stored: each rank accumulates so many batches
    /// that all of them make a step of as many as before. A batch size that is left open is that of the state.
    /// </summary>
    /// <param name="path">The state.</param>
    /// <param name="recipe">As it was asked for.</param>
    /// <param name="ranks">How many go on.</param>
    /// <exception cref="RecipeException">They cannot share the batches of a step evenly.</exception>
    /// <exception cref="ModelFormatException">The file is damaged, or no state of a training run.</exception>
    public static TrainingRecipe ForRanks(string path, TrainingRecipe recipe, int ranks)
    {
        using var file = SafetensorsFile.Open(path);
        var stored = RanksOf(file);
        if (stored == ranks && recipe.BatchSize > 0)
            return recipe;
        SortedDictionary<string, string>? settings;
        try
        {
            settings = JsonSerializer.Deserialize(
                file.Metadata.GetValueOrDefault(RecipeKey, "{}"), RecipeJson.Default.SortedDictionaryStringString);
        }
        catch (JsonException)
        {
            // Load says what is wrong with it.
            return recipe;
        }

        if (settings is null || !int.TryParse(settings.GetValueOrDefault(AccumulationKey, "1"), NumberStyles.None,
            CultureInfo.InvariantCulture, out var batches))
        {
            return recipe;
        }

        if (recipe.BatchSize == 0 && int.TryParse(settings.GetValueOrDefault(BatchKey), NumberStyles.None,
            CultureInfo.InvariantCulture, out var chosen))
        {
            recipe = recipe with { BatchSize = chosen };
        }

        if (stored == ranks)
            return recipe;

        if (batches % ranks == 0)
            return recipe with { AccumulationSteps = batches / ranks };
        var possible = Enumerable.Range(1, batches).Where(count => batches % count == 0);
        throw new RecipeException($"The run in {path} makes a step of {batches} batches of "
            + $"{settings.GetValueOrDefault(BatchKey, "?")}, which {ranks} ranks cannot share evenly. Go on with "
            + $"{string.Join(" or ", possible)} ranks, or begin a run of another --experiment.");
    }

    /// <summary>Writes the file.</summary>
    public void Save(Stream stream)
    {
        var writer = new SafetensorsWriter();
        writer.AddMetadata(ModelKey, Model);
        writer.AddMetadata(ClassesKey, $"{Classes}");
        writer.AddMetadata(ProgressKey, Progress.ToJson());
        if (Ranks > 1)
            writer.AddMetadata(RanksKey, Ranks.ToString(CultureInfo.InvariantCulture));
        writer.AddMetadata(RecipeKey, JsonSerializer.Serialize(
            new SortedDictionary<string, string>(Recipe.ToDictionary(), StringComparer.Ordinal),
            RecipeJson.Default.SortedDictionaryStringString));
        if (Data is not null)
            writer.AddMetadata(DataKey, Data.ToJson());
        Add(writer, ModelPrefix, State);
        Add(writer, OptimizerPrefix, Optimizer);
        if (Ema is not null)
            Add(writer, EmaPrefix, Ema);
        writer.Save(stream);
    }

    /// <exception cref="ModelFormatException">The file is damaged, or no state of a training run.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TrainingCheckpoint Load(string path)
    {
        using var file = SafetensorsFile.Open(path);
        string Text(string key) => file.Metadata.TryGetValue(key, out var text)
            ? text
            : throw new ModelFormatException(path, null, $"has no entry '{key}' and is no state of a training run",
                "Resume from the folder of a run; weights alone are for --initial-checkpoint.");
        try
        {
            var ema = Tensors(file, EmaPrefix);
            return new TrainingCheckpoint
            {
                Model = Text(ModelKey),
                Classes = int.Parse(Text(ClassesKey), CultureInfo.InvariantCulture),
                Progress = TrainingProgress.FromJson(Text(ProgressKey)),
                Ranks = RanksOf(file),
                Recipe = JsonSerializer.Deserialize(Text(RecipeKey), RecipeJson.Default.SortedDictionaryStringString)
                    ?? throw new JsonException("it is null"),
                Data = file.Metadata.TryGetValue(DataKey, out var data) ? DataIdentity.FromJson(data) : null,
                State = Tensors(file, ModelPrefix),
                Optimizer = Tensors(file, OptimizerPrefix),
                Ema = ema.Count == 0 ? null : ema,
            };
        }
        catch (Exception exception) when (exception is JsonException or FormatException or OverflowException)
        {
            throw new ModelFormatException(path, null, $"its metadata are damaged: {exception.Message}",
                "Resume from another run, or begin anew.", exception);
        }
    }

    /// <summary>Refuses a file of another model or of a recipe that would have other results.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model of the run.</param>
    /// <param name="classes">Its classes.</param>
    /// <param name="recipe">Its accumulation is that of each rank.</param>
    /// <param name="ranks">How many train together.</param>
    /// <exception cref="ModelFormatException">It is of another model.</exception>
    /// <exception cref="RecipeException">The recipe differs; the message names every difference.</exception>
    public void RequireSame(string path, string model, int classes, TrainingRecipe recipe, int ranks)
    {
        if (Model != model || Classes != classes)
        {
            throw new ModelFormatException(path, null,
                $"is of {Model} with {Classes} classes, not of {model} with {classes}",
                "Name that model, or another run.");
        }

        // What an older file lacks is as if it were not asked for.
        var wanted = Deciding(recipe, ranks);
        var unasked = Deciding(new TrainingRecipe(), ranks: 1);
        string? Stored(string key) => Recipe.GetValueOrDefault(key) ?? unasked.GetValueOrDefault(key);
        var differences = wanted.Keys.Union(Recipe.Keys)
            .Where(key => wanted.GetValueOrDefault(key) != Stored(key))
            .Select(key => $"--{key.Replace('_', '-')} was '{Stored(key)}', is '{wanted.GetValueOrDefault(key)}'")
            .ToList();
        if (differences.Count > 0)
        {
            throw new RecipeException($"{path} belongs to a run with other settings: {string.Join("; ", differences)}. "
                + "Resume with the same, or begin a run of another --experiment.");
        }
    }

    /// <summary>Refuses data that are not those of the run.</summary>
    /// <exception cref="DatasetFormatException">They differ; the message says how.</exception>
    public void RequireSameData(string folder, DataIdentity? now)
    {
        if (now is null || Data?.DifferenceTo(now) is not { } difference)
            return;
        throw new DatasetFormatException(folder, $"is not what the run began with: {difference}",
            "Bring the data back, begin a run of another --experiment, or go on all the same with "
            + "--allow-changed-data.");
    }

    private static int RanksOf(SafetensorsFile file) => int.TryParse(file.Metadata.GetValueOrDefault(RanksKey, "1"),
        NumberStyles.None, CultureInfo.InvariantCulture, out var ranks) && ranks > 0 ? ranks : 1;

    private static void Add(SafetensorsWriter writer, string prefix, IReadOnlyDictionary<string, float[]> tensors)
    {
        foreach (var (name, values) in tensors)
            writer.Add(prefix + name, values, values.Length);
    }

    private static Dictionary<string, float[]> Tensors(SafetensorsFile file, string prefix)
    {
        var tensors = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach (var entry in file.Tensors.Where(t => t.Name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            var values = new float[entry.ElementCount];
            file.ReadFloat32(entry.Name, values);
            tensors.Add(entry.Name[prefix.Length..], values);
        }

        return tensors;
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(SortedDictionary<string, string>))]
internal sealed partial class RecipeJson : System.Text.Json.Serialization.JsonSerializerContext;
