using System.Runtime.CompilerServices;

namespace GpuFormer.Graph.Constants;

/// <summary>The same elements in another shape.</summary>
internal sealed record Reshaped(Shape Shape) : Rearrangement
{
    public override Shape ShapeOf(IReadOnlyList<Shape> inputs) => Shape;

    public override T[] Rearrange<T>(IReadOnlyList<ConstantValue<T>> inputs) => inputs[0].Elements;
}

/// <summary>Axis i of the result is axis Axes[i] of the input, as NumPy's transpose; at most four axes.</summary>
internal sealed record Permuted(ValueList<int> Axes) : Rearrangement
{
    public Permuted(params IReadOnlyList<int> axes)
        : this(new ValueList<int>(axes))
    {
    }

    /// <summary>The order of <see cref="Ops.ChannelShuffle"/>: element j * groups + g is element g * (count / groups) + j.</summary>
    public static Rearrangement Shuffled(int groups, int count) =>
        new Reshaped(new Shape(groups, count / groups)).Then(new Permuted(1, 0)).Then(new Reshaped(new Shape(count)));

    public override Shape ShapeOf(IReadOnlyList<Shape> inputs) => new([.. Axes.Select(axis => inputs[0][axis])]);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override T[] Rearrange<T>(IReadOnlyList<ConstantValue<T>> inputs)
    {
        var (source, shape) = (inputs[0].Elements, inputs[0].Shape);
        Span<int> sizes = stackalloc int[4], strides = stackalloc int[4];
        sizes.Fill(1);
        for (var i = 0; i < Axes.Count; i++)
        {
            var (to, axis) = (4 - Axes.Count + i, Axes[i]);
            (sizes[to], strides[to]) = (shape[axis], 1);
            for (var inner = axis + 1; inner < shape.Rank; inner++)
                strides[to] *= shape[inner];
        }

        var result = new T[source.Length];
        var (count, stride, at) = (sizes[3], strides[3], 0);
        for (var a = 0; a < sizes[0]; a++)
        {
            for (var b = 0; b < sizes[1]; b++)
            {
                for (var c = 0; c < sizes[2]; c++)
                {
                    var from = (a * strides[0]) + (b * strides[1]) + (c * strides[2]);
                    for (var d = 0; d < count; d++)
                    {
                        result[at++] = source[from];
                        from += stride;
                    }
                }
            }
        }

        return result;
    }
}

/// <summary>Of an axis the elements First to First + Count - 1.</summary>
internal sealed record Sliced(int Axis, int First, int Count) : Rearrangement
{
    public override Shape ShapeOf(IReadOnlyList<Shape> inputs) => Axes.With(inputs[0], Axis, Count);

    public override T[] Rearrange<T>(IReadOnlyList<ConstantValue<T>> inputs)
    {
        var (outer, size, inner) = Axes.Around(inputs[0].Shape, Axis);
        var result = new T[outer * Count * inner];
        for (var i = 0; i < outer; i++)
        {
            inputs[0].Elements.AsSpan(((i * size) + First) * inner, Count * inner)
                .CopyTo(result.AsSpan(i * Count * inner));
        }

        return result;
    }
}

/// <summary>All inputs behind each other along an axis.</summary>
internal sealed record Concatenated(int Axis) : Rearrangement
{
    public override Shape ShapeOf(IReadOnlyList<Shape> inputs) =>
        Axes.With(inputs[0], Axis, inputs.Sum(shape => shape[Axis]));

    public override T[] Rearrange<T>(IReadOnlyList<ConstantValue<T>> inputs)
    {
        var result = new T[inputs.Sum(input => input.Elements.Length)];
        var (outer, _, _) = Axes.Around(inputs[0].Shape, Axis);
        var at = 0;
        for (var i = 0; i < outer; i++)
        {
            foreach (var (elements, _) in inputs)
            {
                var run = elements.Length / outer;
                elements.AsSpan(i * run, run).CopyTo(result.AsSpan(at));
                at += run;
            }
        }

        return result;
    }
}

/// <summary>Element i along an axis is element Source[i].</summary>
internal sealed record Reordered(int Axis, ValueList<int> Source) : Rearrangement
{
    public Reordered(int axis, IReadOnlyList<int> source)
        : this(axis, new ValueList<int>(source))
    {
    }

    public override Shape ShapeOf(IReadOnlyList<Shape> inputs) => Axes.With(inputs[0], Axis, Source.Count);

    public override T[] Rearrange<T>(IReadOnlyList<ConstantValue<T>> inputs)
    {
        var (outer, size, inner) = Axes.Around(inputs[0].Shape, Axis);
        var (from, at) = (inputs[0].Elements, 0);
        var source = Source.AsSpan();
        var result = new T[outer * source.Length * inner];
        for (var i = 0; i < outer; i++)
        {
            foreach (var element in source)
            {
                var first = ((i * size) + element) * inner;
                if (inner == 1)
                    result[at] = from[first];
                else
                    from.AsSpan(first, inner).CopyTo(result.AsSpan(at));
                at += inner;
            }
        }

        return result;
    }
}

/// <summary>The same once for each image: the only transform whose result depends on the batch.</summary>
internal sealed record RepeatedForImages(int Images) : Rearrangement
{
    public override Shape ShapeOf(IReadOnlyList<Shape> inputs) => new([Images, .. inputs[0]]);

    public override T[] Rearrange<T>(IReadOnlyList<ConstantValue<T>> inputs)
    {
        var elements = inputs[0].Elements;
        var result = new T[Images * elements.Length];
        for (var i = 0; i < Images; i++)
            elements.CopyTo(result, i * elements.Length);
        return result;
    }
}

/// <summary>Rows of the innermost axis with zeros behind them.</summary>
internal sealed record PaddedRows(int Width) : Rearrangement
{
    public override Shape ShapeOf(IReadOnlyList<Shape> inputs) => inputs[0].WithLast(Width);

    public override T[] Rearrange<T>(IReadOnlyList<ConstantValue<T>> inputs)
    {
        var (elements, shape) = inputs[0];
        var result = new T[shape.Rows * Width];
        for (var row = 0; row < shape.Rows; row++)
            elements.AsSpan(row * shape.Last, shape.Last).CopyTo(result.AsSpan(row * Width));
        return result;
    }
}

/// <summary>Zeros, made of nothing.</summary>
internal sealed record Zeros(Shape Shape) : Rearrangement
{
    /// <summary>A vector of them.</summary>
    public static Tensor Of(int count) => GraphBuilder.Derived(new Zeros(new Shape(count)));

    public override Shape ShapeOf(IReadOnlyList<Shape> inputs) => Shape;

    public override T[] Rearrange<T>(IReadOnlyList<ConstantValue<T>> inputs) => new T[Shape.Elements];
}

/// <summary>Arithmetic of axes.</summary>
file static class Axes
{
    /// <summary>The product of the sizes before an axis, its size, and the product of those behind it.</summary>
    public static (int Outer, int Size, int Inner) Around(Shape shape, int axis)
    {
        var (outer, inner) = (1, 1);
        for (var i = 0; i < axis; i++)
            outer *= shape[i];
        for (var i = axis + 1; i < shape.Rank; i++)
            inner *= shape[i];
        return (outer, shape[axis], inner);
    }

    /// <summary>The shape with another size of an axis.</summary>
    public static Shape With(Shape shape, int axis, int size)
    {
        int[] sizes = [.. shape];
        sizes[axis] = size;
        return new Shape(sizes);
    }
}
