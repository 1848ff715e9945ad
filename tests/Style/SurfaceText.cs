using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Serialization;

namespace GpuFormer.Tests.Style;

/// <summary>What an assembly offers to programs that reference it, a line for each type and member.</summary>
internal static class SurfaceText
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
        | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(double)] = "double",
        [typeof(float)] = "float",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(uint)] = "uint",
        [typeof(ulong)] = "ulong",
        [typeof(void)] = "void",
    };

    // What the compiler writes into every record, and what every type has.
    private static readonly HashSet<string> Given =
    [
        "Equals", "GetHashCode", "ToString", "op_Equality", "op_Inequality", "PrintMembers", "Deconstruct", "<Clone>$",
        "get_EqualityContract",
    ];

    /// <summary>Public types in the order of their names, each with its members, indented by two spaces.</summary>
    public static IEnumerable<string> Of(Assembly assembly) => assembly.GetExportedTypes()
        .OrderBy(type => type.FullName, StringComparer.Ordinal).SelectMany(Of);

    private static IEnumerable<string> Of(Type type)
    {
        yield return $"{KindOf(type)} {type.Namespace}.{NameOf(type)}{BasesOf(type)}";
        var members = type.IsEnum
            ? type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.Name)
            : type.GetMembers(Declared).Select(member => LineOf(type, member)).OfType<string>()
                .Order(StringComparer.Ordinal);
        foreach (var member in members)
            yield return "  " + member;
    }

    private static string KindOf(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        _ when type.IsSubclassOf(typeof(Delegate)) => "delegate",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static string BasesOf(Type type)
    {
        var bases = new List<string>();
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && !type.IsEnum)
            bases.Add(NameOf(parent));
        bases.AddRange(type.GetInterfaces()
            .Where(each => each.IsVisible && !type.IsEnum && each != typeof(ISerializable)).Select(NameOf)
            .Where(name => !name.StartsWith("IEquatable<", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        return bases.Count == 0 ? "" : " : " + string.Join(", ", bases);
    }

    private static string? LineOf(Type type, MemberInfo member) => member switch
    {
        ConstructorInfo made when IsSeen(made) && !IsCopy(type, made) => $"new({Parameters(made)})",
        MethodInfo called when IsSeen(called) && !Given.Contains(called.Name)
            && (!called.IsSpecialName || called.Name.StartsWith("op_", StringComparison.Ordinal)) =>
            $"{Static(called)}{NameOf(called.ReturnType)} {called.Name}{Generics(called)}({Parameters(called)})",
        PropertyInfo property when Accessors(property) is { Length: > 0 } accessors =>
            $"{Static(property.GetMethod)}{NameOf(property.PropertyType)} {property.Name} {{ {accessors} }}",
        FieldInfo { IsPublic: true } field =>
            $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{NameOf(field.FieldType)} {field.Name}",
        EventInfo raised => $"event {NameOf(raised.EventHandlerType!)} {raised.Name}",
        _ => null,
    };

    // Public, or seen by types that derive from it.
    private static bool IsSeen(MethodBase? method) =>
        method is { IsPublic: true } or ({ IsFamily: true } or { IsFamilyOrAssembly: true }) and { DeclaringType.IsSealed: false };

    private static string Static(MethodBase? method) => method is { IsStatic: true } ? "static " : "";

    private static bool IsCopy(Type type, ConstructorInfo made) =>
        made.GetParameters() is [{ ParameterType: var only }] && only == type;

    private static string Accessors(PropertyInfo property)
    {
        if (Given.Contains("get_" + property.Name))
            return "";
        var accessors = new List<string>();
        if (IsSeen(property.GetMethod))
            accessors.Add("get;");
        if (IsSeen(property.SetMethod))
        {
            var modifiers = property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers();
            accessors.Add(modifiers.Contains(typeof(IsExternalInit)) ? "init;" : "set;");
        }

        return string.Join(" ", accessors);
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{NameOf(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? " = ..." : "")}"));

    private static string Generics(MethodInfo method) => method.IsGenericMethodDefinition
        ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";

    private static string NameOf(Type type)
    {
        if (type.IsByRef)
            return "ref " + NameOf(type.GetElementType()!);
        if (type.IsArray)
            return NameOf(type.GetElementType()!) + "[]";
        if (type.IsGenericParameter)
            return type.Name;
        if (Keywords.TryGetValue(type, out var keyword))
            return keyword;
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return NameOf(inner) + "?";
        var name = type.Name.Split('`')[0];
        if (type.IsNested)
            name = NameOf(type.DeclaringType!).Split('<')[0] + "." + name;
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>" : name;
    }
}
