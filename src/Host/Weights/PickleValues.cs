namespace GpuFormer.Weights;

// What a pickle holds, as plain data. Numbers are long, BigInteger or double; text is string; None is null. These types
// compare by identity and print nothing of their content: a hostile pickle may nest or share without bound, so nothing
// ever walks a value further than the one level it needs.

internal sealed class PickleTuple(object?[] items)
{
    public static readonly PickleTuple Empty = new([]);

    public object?[] Items { get; } = items;
}

internal sealed class PickleList
{
    public List<object?> Items { get; } = [];
}

/// <summary>A dict or an OrderedDict, in the order of its entries.</summary>
internal sealed class PickleDictionary
{
    public List<KeyValuePair<object?, object?>> Entries { get; } = [];

    /// <summary>The value under a text key; as in Python the last one counts.</summary>
    public bool TryGet(string key, out object? value)
    {
        for (int i = Entries.Count - 1; i >= 0; i--)
        {
            if (Entries[i].Key is string text && text == key)
            {
                value = Entries[i].Value;
                return true;
            }
        }

        value = null;
        return false;
    }
}

/// <summary>The name of a Python class or function on the allow-list; never resolved to code.</summary>
internal sealed class PickleGlobal(string name)
{
    public string Name { get; } = name;
}

/// <summary>A call that Python would have made: kept as its name, arguments and later state, and not made.</summary>
internal sealed class PickleCall(string callee, PickleTuple arguments)
{
    public string Callee { get; } = callee;

    public PickleTuple Arguments { get; } = arguments;
}
