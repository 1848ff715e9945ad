namespace GpuFormer.Graph;

/// <summary>An op was given tensors whose shapes it cannot work on.</summary>
public sealed class ShapeException : Exception
{
    private ShapeException(string op, string? node, string reason)
        : base(node is null ? $"{op}: {reason}" : $"{op} '{node}': {reason}")
    {
        Op = op;
        Node = node;
        Reason = reason;
    }

    /// <summary>An input has another shape than the op needs.</summary>
    /// <param name="op">The op that refuses.</param>
    /// <param name="input">Which of its inputs, by the name that its documentation uses.</param>
    /// <param name="expected">The shape that it needs, or a description such as <c>[N,H,W,24]</c>.</param>
    /// <param name="actual">The shape that it got.</param>
    internal ShapeException(Op op, string input, object expected, Shape actual)
        : this(op.Name, null, $"{input} must be {expected}, not {actual}.")
    {
    }

    /// <summary>Two inputs do not fit each other.</summary>
    internal ShapeException(Op op, string first, Shape firstShape, string second, Shape secondShape)
        : this(op.Name, null, $"{first} {firstShape} and {second} {secondShape} do not fit each other.")
    {
    }

    /// <summary>The op's name.</summary>
    public string Op { get; }

    /// <summary>The node's name, once it is known.</summary>
    public string? Node { get; }

    private string Reason { get; }

    internal ShapeException At(string node) => new(Op, node, Reason);
}
