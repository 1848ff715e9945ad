using System.Collections.Concurrent;
using System.Reflection;
using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Specialisation;

/// <summary>
/// What the parameters of a kernel are: compile-time constants, which a <see cref="KernelSpecialisation"/> has, or
/// arguments, which each launch has.
/// </summary>
/// <remarks>
/// Constants are the fields of a struct of ints that the kernel takes as a <see cref="SpecializedValue{T}"/>, which is
/// ILGPU's form of them, and single parameters marked <see cref="ConstantAttribute"/>, which suits small kernels.
/// </remarks>
internal sealed class KernelSignature
{
    private static readonly ConcurrentDictionary<MethodInfo, KernelSignature> Known = [];

    // Compilation asks at each use of a field.
    private static readonly ConcurrentDictionary<Type, FieldInfo[]> Fields = new();

    private KernelSignature(MethodInfo method)
    {
        var parameters = method.GetParameters();
        Arguments = [.. parameters.Where(parameter => !IsConstant(parameter))];
        Constants = [.. parameters.Where(IsConstant).SelectMany(ConstantsOf)];
        Type[] structs = [.. parameters.Select(each => StructOfConstants(each.ParameterType)).OfType<Type>()];
        ConstantsType = structs.Length == 1 && !parameters.Any(IsMarked) ? structs[0] : null;
    }

    /// <summary>The parameters that are no compile-time constants, in their order.</summary>
    public IReadOnlyList<ParameterInfo> Arguments { get; }

    /// <summary>
    /// The names of the compile-time constants, in their order. Fields begin with a small letter here, but for those
    /// that are one letter: <c>tileRows</c> and <c>R</c>.
    /// </summary>
    public IReadOnlyList<string> Constants { get; }

    /// <summary>The struct whose fields are all of the constants; null if there is no such struct.</summary>
    public Type? ConstantsType { get; }

    /// <summary>The signature of a kernel; it is made once.</summary>
    public static KernelSignature Of(MethodInfo method) => Known.GetOrAdd(method, each => new(each));

    /// <summary>Whether a parameter is one or several compile-time constants.</summary>
    public static bool IsConstant(ParameterInfo parameter) =>
        StructOfConstants(parameter.ParameterType) is not null || IsMarked(parameter);

    /// <summary>What a <see cref="SpecializedValue{T}"/> holds; null if the parameter is something else.</summary>
    public static Type? StructOfConstants(Type parameter) =>
        parameter.IsGenericType && parameter.GetGenericTypeDefinition() == typeof(SpecializedValue<>)
            ? parameter.GetGenericArguments()[0]
            : null;

    /// <summary>
    /// The name by which readers know a field of a struct of constants, or of one with <see cref="ArgumentsAttribute"/>.
    /// </summary>
    public static string NameOf(FieldInfo field) =>
        field.Name.Length == 1 ? field.Name : char.ToLowerInvariant(field.Name[0]) + field.Name[1..];

    /// <summary>The fields of a struct argument, in the order in which compiled kernels expect them.</summary>
    public static IReadOnlyList<FieldInfo> FieldsOf(Type type) => Fields.GetOrAdd(type, static each =>
    [
        .. each.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .OrderBy(field => field.MetadataToken),
    ]);

    /// <summary>The type of the elements if the type is a view, else null.</summary>
    public static Type? ElementOfView(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ArrayView<>)
            ? type.GetGenericArguments()[0]
            : null;

    private static bool IsMarked(ParameterInfo parameter) => parameter.IsDefined(typeof(ConstantAttribute));

    private static IEnumerable<string> ConstantsOf(ParameterInfo parameter)
    {
        if (StructOfConstants(parameter.ParameterType) is not { } type)
            return [parameter.Name!];
        var fields = FieldsOf(type).ToArray();
        if (fields.FirstOrDefault(field => field.FieldType != typeof(int) || !field.IsPublic) is { } wrong)
        {
            throw new ArgumentException(
                $"The constants {type.Name} of {parameter.Member.Name} must be public fields of type int; "
                + $"'{wrong.Name}' is not. Write flags as 0 and 1: ILGPU takes no struct with a bool.");
        }

        return fields.Select(NameOf);
    }
}
