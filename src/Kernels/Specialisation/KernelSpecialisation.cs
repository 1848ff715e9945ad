using System.Globalization;
using System.Reflection;
using System.Text;
using GpuFormer.Kernels.Language;

namespace GpuFormer.Kernels.Specialisation;

/// <summary>
/// What is compiled once: a kernel method with its type arguments, the values of its compile-time constants and the
/// shape of its group. Equal specialisations have equal <see cref="Key"/>s.
/// </summary>
public sealed class KernelSpecialisation : IEquatable<KernelSpecialisation>
{
    private readonly Dictionary<string, int> _constants;
    private readonly ViewFormat[] _formats;

    /// <summary>Specialises a kernel.</summary>
    /// <param name="method">A static method marked <see cref="KernelAttribute"/>, its type arguments closed.</param>
    /// <param name="group">The shape of its group.</param>
    /// <param name="constants">A value for every name of <see cref="KernelSignature.Constants"/>; bools are 0 or 1.</param>
    /// <exception cref="ArgumentException">The method is no kernel, or a constant is missing or unknown.</exception>
    public KernelSpecialisation(MethodInfo method, GroupShape group, params (string Name, int Value)[] constants)
        : this(method, group, constants, [])
    {
    }

    private KernelSpecialisation(
        MethodInfo method, GroupShape group, (string Name, int Value)[] constants, ViewFormat[] formats)
    {
        _formats = formats;
        Method = method;
        Group = group;
        if (!method.IsStatic || method.ReturnType != typeof(void) || !method.IsDefined(typeof(KernelAttribute)))
            throw new ArgumentException($"{Describe(method)} is not a kernel: it must be static void and marked [Kernel].");
        if (method.ContainsGenericParameters)
            throw new ArgumentException($"{Describe(method)} has open type parameters; close them first.");
        if (group.X < 1 || group.Y < 1 || group.Z < 1)
            throw new ArgumentException($"A group of {group} threads: every side must be at least 1.");
        _constants = constants.ToDictionary(c => c.Name, c => c.Value);
        var expected = KernelSignature.Of(method).Constants;
        if (expected.FirstOrDefault(name => !_constants.ContainsKey(name)) is { } missing)
            throw new ArgumentException($"{Describe(method)} needs a value for its constant '{missing}'.");
        if (_constants.Keys.FirstOrDefault(name => !expected.Contains(name)) is { } unknown)
            throw new ArgumentException($"{Describe(method)} has no constant '{unknown}'.");
        Name = MakeName(method, expected);
        Key = string.Create(CultureInfo.InvariantCulture,
            $"{method.DeclaringType!.FullName}.{method}|{Name}|{group.X}x{group.Y}x{group.Z}");
    }

    /// <summary>Specialises the kernel that a method group names: <c>new(LayerNormKernels.Forward, ...)</c>.</summary>
    public KernelSpecialisation(Delegate kernel, GroupShape group, params (string Name, int Value)[] constants)
        : this(kernel.Method, group, constants)
    {
    }

    /// <summary>Specialises a kernel whose constants are one struct.</summary>
    /// <param name="method">A static method marked <see cref="KernelAttribute"/>, its type arguments closed.</param>
    /// <param name="group">The shape of its group.</param>
    /// <param name="constants">What the kernel takes as a <see cref="ILGPU.Runtime.SpecializedValue{T}"/>.</param>
    /// <exception cref="ArgumentException">The method is no kernel, or takes other constants.</exception>
    public KernelSpecialisation(MethodInfo method, GroupShape group, ValueType constants)
        : this(method, group, Values(method, constants))
    {
    }

    /// <summary>Specialises the kernel that a method group names, whose constants are one struct.</summary>
    public KernelSpecialisation(Delegate kernel, GroupShape group, ValueType constants)
        : this(kernel.Method, group, constants)
    {
    }

    /// <summary>The same kernel for views that are stored so.</summary>
    /// <param name="formats">The views of floats that are stored otherwise than as float32, in rising order.</param>
    public KernelSpecialisation With(IReadOnlyList<ViewFormat> formats) => formats.SequenceEqual(_formats)
        ? this
        : new(Method, Group, [.. _constants.Select(c => (c.Key, c.Value))], [.. formats]);

    public MethodInfo Method { get; }

    public GroupShape Group { get; }

    /// <summary>Values of the compile-time constants by parameter name.</summary>
    public IReadOnlyDictionary<string, int> Constants => _constants;

    /// <summary>The views of floats that are stored otherwise than as float32, in the order of the arguments.</summary>
    public IReadOnlyList<ViewFormat> Formats => _formats;

    /// <summary>A short name for readers: <c>Pointwise.Forward&lt;Relu6&gt;(tile=6) of half filter</c>.</summary>
    public string Name { get; }

    /// <summary>Identifies the specialisation within one build of the kernels.</summary>
    public string Key { get; }

    public bool Equals(KernelSpecialisation? other) =>
        other is not null && Key == other.Key && Method == other.Method;

    public override bool Equals(object? obj) => Equals(obj as KernelSpecialisation);

    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Name;

    private static (string Name, int Value)[] Values(MethodInfo method, ValueType constants)
    {
        var signature = KernelSignature.Of(method);
        return signature.ConstantsType == constants.GetType()
            ? [.. KernelSignature.FieldsOf(constants.GetType())
                .Zip(signature.Constants, (field, name) => (name, (int)field.GetValue(constants)!))]
            : throw new ArgumentException(
                $"{Describe(method)} does not take {constants.GetType().Name} as its constants, but "
                + $"{signature.ConstantsType?.Name ?? "none, or several parameters"}.");
    }

    private static string Describe(MethodInfo method) => $"{method.DeclaringType?.Name}.{method.Name}";

    private string MakeName(MethodInfo method, IReadOnlyList<string> expected)
    {
        var text = new StringBuilder(method.DeclaringType!.Name.Replace("Kernels", "", StringComparison.Ordinal));
        text.Append('.').Append(method.Name);
        if (method.IsGenericMethod)
            text.Append('<').AppendJoin(", ", method.GetGenericArguments().Select(TypeName)).Append('>');
        if (expected.Count > 0)
            text.Append('(').AppendJoin(", ", expected.Select(name => $"{name}={_constants[name]}")).Append(')');
        if (_formats.Length > 0)
        {
            string[] names = [.. KernelSignature.Of(method).Arguments
                .SelectMany(p => FlatNames(p.ParameterType, p.Name!))];
            foreach (var group in _formats.GroupBy(view => view.Format).OrderBy(group => group.Key))
                text.Append($" of {group.Key.Name()} ").AppendJoin(", ", group.Select(view => names[view.Item]));
        }

        return text.ToString();
    }

    // As the arguments of a launch are flattened.
    private static IEnumerable<string> FlatNames(Type type, string name) =>
        type.IsPrimitive || type.IsEnum || KernelSignature.ElementOfView(type) is not null
            ? [name]
            : KernelSignature.FieldsOf(type).SelectMany(field => FlatNames(field.FieldType,
                type.IsDefined(typeof(ArgumentsAttribute)) ? KernelSignature.NameOf(field)
                : $"{name}.{field.Name.TrimStart('<', '_').Split('>')[0]}"));

    private static string TypeName(Type type)
    {
        var name = type.Name;
        var tick = name.IndexOf('`', StringComparison.Ordinal);
        return tick < 0
            ? name
            : $"{name[..tick]}<{string.Join(", ", type.GetGenericArguments().Select(TypeName))}>";
    }
}
