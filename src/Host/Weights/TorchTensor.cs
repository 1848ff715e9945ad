using System.Collections.Immutable;

namespace GpuFormer.Weights;

/// <summary>A tensor of a checkpoint: a strided window on a storage, checked to lie within it.</summary>
internal sealed class TorchTensor
{
    private const int RankLimit = 64;
    private const string Damaged = "The file is damaged or hostile: download or write it again.";

    private readonly TorchStorage _storage;
    private readonly long _offset;
    private readonly long[] _strides;

    private TorchTensor(TensorEntry entry, TorchStorage storage, long offset, long[] strides)
    {
        Entry = entry;
        _storage = storage;
        _offset = offset;
        _strides = strides;
        IsContiguous = LiesSideBySide(entry.Shape, strides);
    }

    public TensorEntry Entry { get; }

    /// <summary>Whether a pickled value is a tensor or a parameter.</summary>
    public static bool IsTensor(object? value) =>
        value is PickleCall { Callee: TorchGlobals.RebuildTensor or TorchGlobals.RebuildParameter };

    /// <summary>
    /// Reads the arguments of _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks, ...), or of
    /// _rebuild_parameter(tensor, requires_grad, hooks) around it.
    /// </summary>
    /// <exception cref="ModelFormatException">The arguments have another form, or leave the storage.</exception>
    public static TorchTensor From(string file, string name, object? value)
    {
        if (value is PickleCall { Callee: TorchGlobals.RebuildParameter, Arguments.Items: [var inner, ..] })
            value = inner;
        if (value is not PickleCall
            {
                Callee: TorchGlobals.RebuildTensor,
                Arguments.Items: [TorchStorage storage, long offset, PickleTuple size, PickleTuple stride, ..],
            })
            throw new ModelFormatException(file, name, "is described in an unknown form", Damaged);
        if (size.Items.Length != stride.Items.Length || size.Items.Length > RankLimit)
            throw new ModelFormatException(
                file, name, $"has {size.Items.Length} dimensions and {stride.Items.Length} strides", Damaged);

        var shape = new int[size.Items.Length];
        var strides = new long[shape.Length];
        long count = 1;
        for (int i = 0; i < shape.Length; i++)
        {
            if (size.Items[i] is not long dimension || stride.Items[i] is not long step ||
                dimension is < 0 or > int.MaxValue || step < 0)
                throw new ModelFormatException(
                    file, name, $"has a size or stride in dimension {i} that is no usable integer", Damaged);
            if (count > long.MaxValue / sizeof(double) / Math.Max(1, dimension))
                throw new ModelFormatException(file, name, "has a shape whose product overflows 64 bits", Damaged);
            count *= dimension;
            shape[i] = (int)dimension;
            strides[i] = step;
        }

        CheckReach(file, name, storage, offset, shape, strides, count);
        var entry = new TensorEntry(name, storage.DType, ImmutableArray.Create(shape), begin: 0);
        return new TorchTensor(entry, storage, offset, strides);
    }

    /// <summary>Where its first element lies in the file.</summary>
    public long Begin => _storage.Position + _offset * Entry.DType.Size();

    /// <summary>Whether its elements lie side by side in row-major order.</summary>
    public bool IsContiguous { get; }

    /// <summary>Reads the part of the storage from its first to its last element: never more than the file has.</summary>
    /// <exception cref="ModelFormatException">No array can hold it, or the file has changed.</exception>
    public byte[] ReadViewed(FileBytes bytes)
    {
        long span = 1;
        for (int i = 0; i < _strides.Length; i++)
            span += (Entry.Shape[i] - 1) * _strides[i];
        if (span > Array.MaxLength / Entry.DType.Size())
            throw new ModelFormatException(
                bytes.Name, Entry.Name, $"is a view with steps over {span} elements",
                "Save it contiguous: tensor.contiguous().");
        return bytes.Read(Begin, (int)span * Entry.DType.Size());
    }

    /// <summary>Copies elements first, first + 1, ... in row-major order, as many as fit the destination, from what
    /// <see cref="ReadViewed"/> has read.</summary>
    public void Gather(ReadOnlySpan<byte> viewed, long first, Span<byte> destination)
    {
        int size = Entry.DType.Size();
        // An odometer over the dimensions, set to the first element.
        Span<int> index = stackalloc int[_strides.Length];
        long rest = first;
        long place = 0;
        for (int d = index.Length - 1; d >= 0; d--)
        {
            index[d] = (int)(rest % Entry.Shape[d]);
            rest /= Entry.Shape[d];
            place += index[d] * _strides[d];
        }

        for (int done = 0; done < destination.Length; done += size)
        {
            viewed.Slice((int)place * size, size).CopyTo(destination[done..]);
            for (int d = index.Length - 1; d >= 0; d--)
            {
                place += _strides[d];
                if (++index[d] < Entry.Shape[d])
                    break;
                place -= _strides[d] * index[d];
                index[d] = 0;
            }
        }
    }

    private static void CheckReach(
        string file, string name, TorchStorage storage, long offset, int[] shape, long[] strides, long count)
    {
        // The last element that the tensor views; 128 bits, so that no stride can wrap around.
        Int128 last = offset;
        for (int i = 0; i < shape.Length; i++)
            last += (Int128)(shape[i] - 1) * strides[i];
        bool inside = count == 0 ? offset <= storage.Count : last < storage.Count;
        if (offset < 0 || !inside)
            throw new ModelFormatException(
                file, name,
                $"views element {last} of storage '{ModelFormatException.Printable(storage.Key)}', which has " +
                $"{storage.Count} elements (offset {offset})", Damaged);
    }

    private static bool LiesSideBySide(ImmutableArray<int> shape, long[] strides)
    {
        if (shape.Contains(0))
            return true;  // nothing will be copied
        long expected = 1;
        for (int d = shape.Length - 1; d >= 0; d--)
        {
            if (shape[d] != 1 && strides[d] != expected)
                return false;
            expected *= shape[d];
        }

        return true;
    }
}
