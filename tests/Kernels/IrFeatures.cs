using System.Collections;
using System.Reflection;
using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Tests.Kernels;

/// <summary>What a kernel's IR is made of: the types of its regions, statements and values, and their operators.</summary>
internal static class IrFeatures
{
    /// <summary>The features of a function: <c>BinaryValue</c>, <c>BinaryValue.Operator=Add</c>, ...</summary>
    public static IReadOnlySet<string> Of(KernelFunction function)
    {
        var (features, seen) = (new HashSet<string>(), new HashSet<object>(ReferenceEqualityComparer.Instance));
        var open = new Stack<object>([function]);
        while (open.TryPop(out var part))
        {
            if (part is IEnumerable many and not string)
            {
                foreach (var one in many)
                    Visit(one);
                continue;
            }

            var type = part.GetType();
            features.Add(type.Name);
            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            {
                if (property.GetIndexParameters().Length > 0 || property.PropertyType.IsByRefLike)
                    continue;
                var value = property.GetValue(part);
                if (value is Enum)
                    features.Add($"{type.Name}.{property.Name}={value}");
                else
                    Visit(value);
            }
        }

        return features;

        void Visit(object? part)
        {
            var space = part?.GetType().Namespace;
            if (part is not null && (part is IEnumerable and not string || space == typeof(KernelFunction).Namespace)
                && (part.GetType().IsValueType || seen.Add(part)))
            {
                open.Push(part);
            }
        }
    }
}
