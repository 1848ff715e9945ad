using GpuFormer.Graph;

namespace GpuFormer.Models;

/// <summary>What an entry of a state-dict is.</summary>
internal enum ParameterKind
{
    /// <summary>Learned by gradients.</summary>
    Weight,

    /// <summary>A running statistic.</summary>
    Statistic,

    /// <summary>How many batches a norm has seen: a scalar int64 that inference does not need.</summary>
    Counter,
}

/// <summary>An entry of a model's state-dict.</summary>
/// <param name="Name">Its official key.</param>
/// <param name="Shape">As PyTorch stores it.</param>
/// <param name="Kind">What it is.</param>
internal sealed record Parameter(string Name, Shape Shape, ParameterKind Kind)
{
    /// <summary>The values with which training starts; null: by kind, shape and name (Networks 1.10).</summary>
    public InitialValues? Initial { get; init; }
}

/// <summary>Collects the parameters of a model in state-dict order while its layers are made.</summary>
internal sealed class ParameterScope
{
    private readonly string _prefix;
    private readonly List<Parameter> _parameters;
    private readonly Func<string, Shape, InitialValues?>? _start;

    public ParameterScope()
        : this("", [], null)
    {
    }

    private ParameterScope(
        string prefix, List<Parameter> parameters, Func<string, Shape, InitialValues?>? start)
    {
        _prefix = prefix;
        _parameters = parameters;
        _start = start;
    }

    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>The path of the layer: <c>features.3.conv1</c>.</summary>
    public string Path => _prefix.TrimEnd('.');

    /// <summary>A layer inside this one.</summary>
    public ParameterScope At(string name) => new($"{_prefix}{name}.", _parameters, _start);

    /// <summary>
    /// The same layer, whose weights and those of all layers inside start as a function of their own name and shape says;
    /// null leaves one to the common rule.
    /// </summary>
    public ParameterScope Starting(Func<string, Shape, InitialValues?> start) => new(_prefix, _parameters, start);

    /// <summary>Declares an entry, after all entries declared before.</summary>
    public Parameter Declare(
        string name, Shape shape, ParameterKind kind = ParameterKind.Weight, InitialValues? initial = null)
    {
        initial ??= kind == ParameterKind.Weight ? _start?.Invoke(name, shape) : null;
        var parameter = new Parameter(_prefix + name, shape, kind) { Initial = initial };
        _parameters.Add(parameter);
        return parameter;
    }
}

internal static class ParameterTensors
{
    /// <summary>The constant tensor of a parameter.</summary>
    public static Tensor Stored(this GraphBuilder builder, Parameter parameter) =>
        builder.Stored(parameter.Name, parameter.Shape);
}
