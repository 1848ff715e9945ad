using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using GpuFormer.Graph.Constants;

namespace GpuFormer.Graph;

/// <summary>Builds a <see cref="ComputeGraph"/> node by node, checking shapes as it goes.</summary>
internal sealed class GraphBuilder
{
    // By their first input, with which they go.
    private static readonly ConditionalWeakTable<Tensor, ConcurrentDictionary<ConstantSource.Derived, Tensor>>
        DerivedConstants = [];

    private readonly List<Tensor> _inputs = [];
    private readonly List<Node> _nodes = [];
    private readonly Dictionary<string, Tensor> _stored = [];

    internal IReadOnlyList<Tensor> Inputs => _inputs;

    internal IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>Adds a tensor that is given from outside at every run.</summary>
    public Tensor Input(string name, Shape shape)
    {
        var tensor = new Tensor(name, shape);
        _inputs.Add(tensor);
        return tensor;
    }

    /// <summary>A tensor of the weights file. The same name is the same tensor.</summary>
    /// <exception cref="ArgumentException">The name was used with another shape.</exception>
    public Tensor Stored(string name, Shape shape)
    {
        if (_stored.TryGetValue(name, out var known))
        {
            return known.Shape == shape
                ? known
                : throw new ArgumentException($"'{name}' is {known.Shape} elsewhere and {shape} here.");
        }

        return _stored[name] = new Tensor(name, shape, new ConstantSource.Stored(name));
    }

    /// <summary>
    /// A constant computed on the host from other constants, once per session. Equal transforms of the same constants are
    /// one tensor, so that layers with shared parameters, such as a detector's head on several maps, share what is made
    /// of them.
    /// </summary>
    /// <exception cref="ArgumentException">An input is not constant.</exception>
    public static Tensor Derived(ConstantTransform transform, params IReadOnlyList<Tensor> inputs) =>
        Derived(transform.Name, transform, inputs);

    /// <summary>The same with a name for readers, before those of the inputs.</summary>
    /// <exception cref="ArgumentException">An input is not constant.</exception>
    public static Tensor Derived(string name, ConstantTransform transform, params IReadOnlyList<Tensor> inputs)
    {
        if (inputs.FirstOrDefault(t => !t.IsConstant) is { } variable)
            throw new ArgumentException($"'{name}' needs constants, and {variable} is none.");
        var source = new ConstantSource.Derived(transform, inputs);
        return inputs.Count == 0
            ? new Tensor(name, transform.ShapeOf([]), source)
            : DerivedConstants.GetValue(inputs[0], _ => new()).GetOrAdd(source, _ => new(
                $"{name}({string.Join(", ", inputs.Select(t => t.Name))})",
                transform.ShapeOf([.. inputs.Select(t => t.Shape)]), source));
    }

    /// <summary>Adds a node with one output.</summary>
    /// <exception cref="ShapeException">The op refuses the inputs; names op, node and shapes.</exception>
    public Tensor Add(string name, Op op, params IReadOnlyList<Tensor> inputs) => AddNode(name, op, inputs)[0];

    /// <summary>Adds a node and returns its outputs.</summary>
    /// <exception cref="ShapeException">The op refuses the inputs; names op, node and shapes.</exception>
    public IReadOnlyList<Tensor> AddNode(string name, Op op, params IReadOnlyList<Tensor> inputs)
    {
        IReadOnlyList<Shape> shapes;
        try
        {
            shapes = op.InferShapes([.. inputs.Select(t => t.Shape)]);
        }
        catch (ShapeException e) when (e.Node is null)
        {
            throw e.At(name);
        }

        var outputs = shapes.Select((shape, i) => new Tensor(i == 0 ? name : $"{name}:{i}", shape)).ToArray();
        _nodes.Add(new Node(name, op, [.. inputs], outputs));
        return outputs;
    }

    /// <summary>Adds a node that belongs to another graph already and reads the same tensors here.</summary>
    internal void AddExisting(Node node) => _nodes.Add(node);

    internal void AddInput(Tensor tensor) => _inputs.Add(tensor);

    /// <summary>Finishes the graph.</summary>
    /// <param name="outputs">Tensors to be read after a run, called by their own names.</param>
    public ComputeGraph Build(params IReadOnlyList<Tensor> outputs) =>
        Build([.. outputs.Select(tensor => new GraphOutput(tensor.Name, tensor))]);

    /// <summary>Finishes the graph.</summary>
    /// <param name="outputs">Tensors to be read after a run, with their names.</param>
    public ComputeGraph Build(IReadOnlyList<GraphOutput> outputs) => new([.. _inputs], outputs, [.. _nodes]);
}
